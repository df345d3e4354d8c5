"""The contact's work with an idea in a real browser: page, board, a step, undo, and the answer from a mail."""

from __future__ import annotations

import pytest
from django.conf import settings as django_settings

from ideas.mailing import acting_links
from partnership.common import norwegian
from tests import factories
from tests.browser.pages import looked_at, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_idea_is_answered_moved_and_undone(browser, live_server):
    place = factories.MunicipalityFactory(name="Frosta", slug="frosta")
    kari = factories.contact("Kari Vik", place)
    idea = factories.idea(place, sender="siv@frosta.example", proposal="Sensorer.", affected="Elleve brukere")
    day = norwegian.add_working_days(norwegian.today(), 5).isoformat()

    phone = browser.new_context(bypass_csp=True, viewport={"width": 360, "height": 800}).new_page()
    path = acting_links.url(idea, kari).removeprefix(django_settings.PORTAL_URL)
    phone.goto(live_server.url + path)
    looked_at(phone, "svar fra e-posten")
    phone.get_by_role("button", name="Sett", exact=True).press("Enter")
    phone.get_by_role("heading", name="Takk. Det er notert.").wait_for()
    looked_at(phone, "takk")

    page = signed_in(browser, live_server.url, kari)
    page.goto(live_server.url + "/ideer/")
    looked_at(page, "tavla")
    page.get_by_role("link", name=idea.title, exact=True).click()
    page.get_by_text("Ligger hos deg.").wait_for()
    looked_at(page, "ideen")
    page.get_by_role("link", name="Se nærmere på den").click()
    looked_at(page, "se nærmere")
    page.get_by_label("Neste dato").fill(day)
    page.get_by_role("button", name="Se nærmere på den").click()
    page.get_by_text("Under avklaring").first.wait_for()
    page.get_by_role("button", name="Angre").click()
    page.get_by_text("Angret. Ideen er som den var").wait_for()

    page.get_by_role("link", name="Ikke nå, fordi …").click()
    looked_at(page, "ikke nå")
    page.get_by_role("link", name="… den hører hjemme i drift").click()
    looked_at(page, "ikke nå, med tekst")
    page.goto(live_server.url + f"/ideer/{idea.pk}/flytt/")
    looked_at(page, "flytt")
    page.get_by_label("Stadium").select_option("trying")
    page.get_by_label("Neste dato").fill(day)
    page.get_by_role("button", name="Flytt den").click()
    page.get_by_text("Prøves lokalt").first.wait_for()
    page.goto(live_server.url + f"/ideer/{idea.pk}/historikk/")
    looked_at(page, "historikken")
    page.goto(live_server.url + "/ideer/?som=liste")
    looked_at(page, "lista")
    page.get_by_role("checkbox", name=idea.number).check()
    page.get_by_role("button", name="Gi ny dato").click()
    looked_at(page, "flere på en gang")

    idea.refresh_from_db()
    assert (idea.stage, idea.seen_at is not None) == ("trying", True)
