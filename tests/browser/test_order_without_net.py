"""An order of the programme that could not be stored does not stand there as if it were."""

from __future__ import annotations

import pytest

from tests import factories
from tests.browser.pages import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_without_net_the_programme_stands_as_it_is_stored(browser, live_server):
    meeting = factories.meeting()
    for order, title in enumerate(("Velkommen", "Innlegg", "Oppsummering")):
        meeting.programme.create(order=order, title=title, minutes=20)
    page = signed_in(browser, live_server.url, meeting.host)
    page.goto(f"{live_server.url}/moter/{meeting.pk}/program/")
    titles = page.locator("[data-item] h2")
    page.context.set_offline(True)

    page.evaluate("""() => {
        const [first, , last] = document.querySelectorAll("[data-item]");
        const sent = (on, name, more) =>
            on.dispatchEvent(new DragEvent(name, { bubbles: true, cancelable: true, ...more }));
        sent(first, "dragstart");
        sent(last, "dragover", { clientY: last.getBoundingClientRect().bottom });
        sent(first, "dragend");
    }""")

    page.get_by_text("Du er uten nett. Rekkefølgen er ikke lagret.").wait_for()
    assert titles.all_text_contents() == ["Velkommen", "Innlegg", "Oppsummering"]
