"""Sending an idea on a phone: written, the tab closed, opened again, sent, and followed by the receipt's link."""

from __future__ import annotations

import pytest

from ideas.models import Idea, Intake
from partnership.mail import delivery
from partnership.mail.models import OutgoingMail
from tests import factories
from tests.browser.pages import link_in, looked_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PROBLEM = "Vi kjører innom folk om natta bare for å se at de sover. Noen våkner av oss."


def test_an_idea_is_sent_on_a_phone(browser, live_server, smtp_sink, settings):
    settings.PORTAL_URL = live_server.url
    place = factories.MunicipalityFactory(name="Frosta", slug="frosta")
    Intake.objects.create(municipality=place, state="open")
    factories.contact("Kari Vik", place)
    factories.idea(
        factories.MunicipalityFactory(name="Inderøy"), title="Tryggere netter", problem=PROBLEM, visibility="public"
    )
    OutgoingMail.objects.all().delete()
    phone = browser.new_context(viewport={"width": 360, "height": 740}, bypass_csp=True)
    page = phone.new_page()

    page.goto(live_server.url + "/send-ide/")
    looked_at(page, "velg kommune")
    page.get_by_label("Skriv navnet på kommunen din").fill("frost")
    page.get_by_role("button", name="Finn den").click()
    page.get_by_role("link", name="Frosta").click()
    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_label("Hva er problemet?").press_sequentially("Vi kjører innom folk om natta, og noen våkner av oss.")
    page.get_by_label("Hvem gjelder det?").fill("Brukere og nattevakter")
    page.get_by_role("link", name="Tryggere netter", exact=True).wait_for()
    page.get_by_text("Kladden er lagret på denne enheten kl.").wait_for()
    looked_at(page, "skriv ideen")
    page.close()

    page = phone.new_page()
    page.goto(live_server.url + "/send-ide/frosta/")
    assert page.get_by_label("Hvem gjelder det?").input_value() == "Brukere og nattevakter"
    page.get_by_role("link", name="Tryggere netter", exact=True).wait_for()
    page.get_by_label("Hvor jobber du?").fill("Hjemmetjenesten")
    page.get_by_label("E-posten din").fill("siv.lund@frosta.example")
    page.get_by_role("button", name="Neste: se over og send").click()
    looked_at(page, "se over")
    page.get_by_role("button", name="Send ideen").click()
    page.get_by_role("heading", name="Takk for ideen").wait_for()
    looked_at(page, "takk")

    delivery.deliver()
    [mail] = smtp_sink.to("siv.lund@frosta.example")
    page.goto(link_in(mail, "/ide/"))
    page.get_by_role("heading", name="Ideen din ligger hos Kari Vik").wait_for()
    looked_at(page, "avsenderens side, ikke bekreftet")
    page.get_by_role("button", name="Ja, det var jeg").click()
    page.get_by_role("heading", name="Vi kjører innom folk om natta, og noen våkner av oss").wait_for()
    looked_at(page, "avsenderens side")
    page.goto(live_server.url + "/send-ide/frosta/")
    assert page.get_by_label("Hvem gjelder det?").input_value() == ""
    assert Idea.objects.filter(municipality=place).count() == 1
    phone.close()
