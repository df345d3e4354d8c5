"""The main job without a mouse: every step by Tab, typing, Space and Enter, from the first page to the board."""

from __future__ import annotations

import re

import pytest

from meetings.models import Meeting
from partnership.mail import delivery
from tests import factories
from tests.browser.pages import Keyboard, link_in, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_main_job_by_keyboard_alone(browser, live_server, smtp_sink, settings):
    settings.PORTAL_URL = live_server.url
    host = factories.officer("Nina Solem")
    kari = factories.contact("Kari Vik", factories.MunicipalityFactory(name="Frosta", slug="frosta"))
    page = signed_in(browser, live_server.url, host)
    nina = Keyboard(page)

    page.goto(live_server.url + "/moter/")
    nina.press("link", "Nytt møte")
    nina.write("Tittel", "Dialogmøte")
    nina.write("Dag", "07102035")
    nina.write("Fra", "0900AM")
    nina.write("Til", "1200PM")
    page.keyboard.press("Tab")
    nina.press("button", "Lagre og gå videre")
    nina.write("Sted (valgfritt)", "Rådhuset")
    nina.press("button", "Lagre og gå videre")
    nina.write("Vertens telefon", "400 00 001")
    nina.press("button", "Lagre og gå videre")
    nina.write("Tittel", "Velkommen")
    nina.write("Minutter", "100")
    nina.press("button", "Legg til")
    nina.write("Tittel", "Gruppearbeid")
    nina.write("Minutter", "80")
    nina.press("button", "Legg til")
    nina.press("button", re.compile("^Ned ?: Velkommen$"))
    focused = page.evaluate("document.activeElement.innerText.replace(/\\s+/g, ' ')")
    assert focused in {"Opp: Velkommen", "Opp : Velkommen"}
    meeting = Meeting.objects.get()
    assert [item.title for item in meeting.programme.all()] == ["Gruppearbeid", "Velkommen"]
    nina.press("link", "Neste: hvem er det for?")
    nina.tick("FoUI-kontakt")
    nina.press("button", "Se hvem det er")
    nina.press("button", "Send 1 invitasjon")
    delivery.deliver()

    [mail] = [content for content in smtp_sink.to(kari.email) if b"text/calendar" in content]
    answer = browser.new_context(viewport={"width": 360, "height": 800}).new_page()
    answer.goto(link_in(mail, "svar=kommer"))
    Keyboard(answer).press("button", "Jeg kommer")
    answer.get_by_role("heading", name="Takk. Du kommer.").wait_for()

    page.goto(live_server.url + f"/moter/{meeting.pk}/")
    nina.press("link", "Tavla: hvem kommer")
    assert page.locator(".figures strong").all_inner_texts() == ["1", "0", "0", "0"]
