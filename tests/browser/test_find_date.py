"""«Finn dato» in a browser: an officer asks three, one of them marks on a phone by the link, a date is chosen."""

from __future__ import annotations

import re

import pytest

from meetings.models import DateMark, DatePoll, Meeting
from partnership.common import norwegian
from tests import factories
from tests.browser.pages import Inbox, Keyboard, link_in, looked_at, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.servers, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people():
    return factories.officer("Nina Solem"), factories.contact("Kari Vik"), factories.broker("Ola Moen")


def test_a_date_is_found(browser, live_server, settings, smtp_sink, people):
    settings.PORTAL_URL = live_server.url
    nina, _kari, _ola = people
    page = signed_in(browser, live_server.url, nina)
    _proposes(page, live_server)
    _asks(page)
    _marks_on_a_phone(browser, smtp_sink)
    _chooses(page)


def _proposes(page, live_server) -> None:
    page.goto(f"{live_server.url}/moter/")
    page.get_by_role("link", name="Finn dato", exact=True).click()
    looked_at(page, "find a date")
    page.get_by_label("Tittel", exact=True).fill("Styringsgruppa")
    page.get_by_role("button", name="Lagre og velg hvem du vil spørre").click()
    page.get_by_text("Foreslå minst én dato.").first.wait_for()
    looked_at(page, "a date is missing")
    for number, days in enumerate((7, 9), 1):
        proposal = page.get_by_role("group", name=f"Dato {number}", exact=True)
        proposal.get_by_label("Dag").fill(norwegian.add_working_days(norwegian.today(), days).isoformat())
        proposal.get_by_label("Begynner kl.").fill("09:00")
    page.get_by_role("button", name="Lagre og velg hvem du vil spørre").click()
    page.get_by_role("heading", name="Hvem vil du spørre?").wait_for()


def _asks(page) -> None:
    for name in ("Kari Vik", "Ola Moen"):
        page.get_by_label("Navn eller sted").fill(name)
        page.get_by_role("button", name="Søk", exact=True).click()
        page.get_by_role("button", name=re.compile(f"Legg til ?: {name}")).click()
        page.get_by_role("button", name=re.compile(f"Ta ut ?: {name}")).wait_for()
    page.locator("#id_lines").fill("Rune Dahl <rune@ntnu.example>, NTNU")
    looked_at(page, "whom to ask")
    page.get_by_role("button", name="Spør dem").click()
    page.get_by_text("3 personer får spørsmålet på e-post.").wait_for()
    looked_at(page, "nobody has marked")


def _marks_on_a_phone(browser, sink) -> None:
    """With a keyboard alone, at 360 px."""
    inbox = Inbox(sink, "rune@ntnu.example")
    subject, _text, mail = inbox.next()
    assert subject == "Hvilke datoer passer for deg? Styringsgruppa"
    context = browser.new_context(viewport={"width": 360, "height": 740}, bypass_csp=True)
    phone = context.new_page()
    phone.goto(link_in(mail, "/finn-dato/"))
    looked_at(phone, "marking by the link")
    phone.set_viewport_size({"width": 360, "height": 740})
    first, second = DatePoll.objects.get().dates.all()
    keyboard = Keyboard(phone)
    keyboard.to(phone.locator(f"#id_date_{first.pk}_0"))
    phone.keyboard.press("ArrowDown")
    keyboard.to(phone.locator(f"#id_date_{second.pk}_0"))
    phone.keyboard.press("Space")
    keyboard.press("button", "Lagre merkene")
    phone.get_by_text("Takk. Merkene er lagret.").wait_for()
    looked_at(phone, "marked by the link")
    assert [mark.suits for mark in DateMark.objects.order_by("date__start")] == ["if_needed", "yes"]


def _chooses(page) -> None:
    page.reload()
    looked_at(page, "one has marked")
    second = DatePoll.objects.get().dates.last()
    page.get_by_text("passer best: den passer for én, ingen har sagt nei.").wait_for()
    page.get_by_role("button", name=re.compile(f"Velg denne datoen ?: {second.when}")).click()
    page.get_by_text("Møtet er et utkast for dem som ble spurt.").wait_for()
    meeting = Meeting.objects.get()
    assert (meeting.state, meeting.start) == ("draft", second.start)
    page.get_by_role("heading", name="Styringsgruppa", level=1).wait_for()
    page.goto(page.url.replace(f"/{meeting.pk}/", f"/finn-dato/{DatePoll.objects.get().pk}/"))
    looked_at(page, "a date is chosen")
