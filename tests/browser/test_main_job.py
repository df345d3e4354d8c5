"""The main job in a real browser: create, send, deliver, answer from the mail, see the board; change and cancel.

Axe looks at every page on the way, at 360 and 1280 pixels, light and dark.
"""

from __future__ import annotations

import email
import email.policy
import re

import pytest

from meetings.models import Invitation, Meeting
from partnership.mail import delivery
from partnership.mail.models import OutgoingMail
from tests import factories
from tests.browser.pages import link_in, looked_at, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_main_job(browser, live_server, smtp_sink, settings):
    settings.PORTAL_URL = live_server.url
    host = factories.officer("Nina Solem")
    kari = factories.contact("Kari Vik", factories.MunicipalityFactory(name="Frosta", slug="frosta"))
    page = signed_in(browser, live_server.url, host)

    page.goto(live_server.url + "/moter/nytt/")
    looked_at(page, "nytt møte")
    page.get_by_label("Tittel").fill("Dialogmøte for FoUI-kontakter")
    page.get_by_label("Dag", exact=True).fill("2035-07-10")
    page.get_by_label("Fra", exact=True).fill("09:00")
    page.get_by_label("Til", exact=True).fill("12:00")
    page.get_by_role("button", name="Lagre og gå videre").click()
    looked_at(page, "innhold og sted")
    page.get_by_label("Lenke til det digitale møtet").fill(
        "https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc"
    )
    page.get_by_role("button", name="Lagre og gå videre").click()
    looked_at(page, "vert og plasser")
    page.get_by_label("Vertens telefon").fill("400 00 001")
    page.get_by_role("button", name="Lagre og gå videre").click()
    page.get_by_label("Tittel").fill("Velkommen")
    page.get_by_label("Minutter").fill("180")
    page.get_by_role("button", name="Legg til").click()
    looked_at(page, "program")
    page.get_by_role("link", name=re.compile("^Ta ut")).click()
    looked_at(page, "ta ut av programmet")
    page.get_by_role("link", name="Nei, gå tilbake").click()
    page.get_by_role("link", name="Neste: hvem er det for?").click()
    looked_at(page, "målgruppe")
    page.get_by_label("FoUI-kontakt").check()
    page.get_by_role("button", name="Se hvem det er").click()
    looked_at(page, "utsending")
    page.get_by_role("button", name="Send 1 invitasjon").click()
    page.get_by_text("invitasjon går om litt").wait_for()
    looked_at(page, "møtet")

    OutgoingMail.objects.filter(kind="people.welcome").delete()
    assert delivery.deliver() == 2  # Kari's, and the host's own entry
    [mail] = smtp_sink.to(kari.email)
    guest = browser.new_context(bypass_csp=True).new_page()
    guest.goto(link_in(mail, "svar=kommer"))
    looked_at(guest, "svar")
    guest.set_viewport_size({"width": 360, "height": 800})
    guest.get_by_role("button", name="Jeg kommer", exact=True).press("Enter")
    guest.get_by_role("heading", name="Takk. Du kommer.").wait_for()
    looked_at(guest, "takk")

    meeting = Meeting.objects.get()
    page.goto(f"{live_server.url}/moter/{meeting.pk}/tavle/")
    assert page.locator(".figures strong").all_inner_texts() == ["1", "0", "0", "0"]
    looked_at(page, "tavle")

    page.goto(f"{live_server.url}/moter/{meeting.pk}/rediger/")
    page.get_by_label("Fra", exact=True).fill("10:00")
    page.get_by_role("button", name="Lagre").click()
    looked_at(page, "møtet med en endring")
    page.get_by_role("link", name="Send endringen").click()
    looked_at(page, "send endringen")
    page.get_by_role("button", name="Send endringen").click()
    page.get_by_text("1 person får beskjed").wait_for()
    delivery.deliver()

    guest.goto(link_in(mail, "svar=nei"))
    guest.get_by_role("link", name="En kollega kommer i stedet").click()
    looked_at(guest, "kollega")
    guest.get_by_label("Navn").fill("Mari Kolstad")
    guest.get_by_label("E-post på jobb").or_(guest.get_by_label("Jobb-e-post")).first.fill("mari@frosta.example")
    guest.get_by_role("button", name="Send invitasjonen").click()
    guest.get_by_role("heading", name="Takk").wait_for()
    delivery.deliver()
    assert len(smtp_sink.to("mari@frosta.example")) == 1

    page.goto(f"{live_server.url}/moter/{meeting.pk}/avlysning/")
    page.get_by_label("Grunn").fill("Sykdom.")
    page.get_by_role("button", name="Avlys møtet").click()
    delivery.deliver()
    last = email.message_from_bytes(smtp_sink.to("mari@frosta.example")[-1], policy=email.policy.default)
    assert last["Subject"].startswith("AVLYST")
    guest.goto(link_in(mail, "svar=kommer"))
    guest.get_by_role("heading", name="Møtet er avlyst").wait_for()
    looked_at(guest, "avlyst")
    assert Invitation.objects.count() == 2
