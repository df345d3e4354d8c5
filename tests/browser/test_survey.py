"""A municipality asks its own: opened, answered by twelve, closed and read, every page on the way looked at."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from municipalities.models import FouiContact, Survey, SurveyAnswer
from tests import factories
from tests.browser.pages import looked_at, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def guest(browser):
    return browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True).new_page()


def answers_by_hand(page, text: str) -> None:
    """Somebody with a browser: chooses under each question, writes a line, sends."""
    page.get_by_label("Helse og omsorg").check()
    page.get_by_label("Ja", exact=True).check()
    for question in ("Støtter lederen din", "Får du være med", "Har dere tid og penger"):
        page.get_by_role("group", name=question).get_by_label("4", exact=True).check()
    page.get_by_label("Hva ville hjulpet?").fill(text)
    page.get_by_role("button", name="Send svaret").click()


def test_twelve_answer_by_link_and_the_contact_reads_the_result(browser, live_server):
    place = factories.MunicipalityFactory(name="Frosta", slug="frosta")
    kari = factories.give(FouiContact.objects.create(municipality=place), factories.person("Kari Vik"))
    page = signed_in(browser, live_server.url, kari)
    page.goto(f"{live_server.url}/kommuner/frosta/")
    page.get_by_role("link", name="Kommunens egen undersøkelse om innovasjon").click()
    looked_at(page, "undersøkelsen er av")
    page.get_by_role("button", name="Åpne undersøkelsen").click()
    page.get_by_text("Undersøkelsen er åpen. Send ut lenken.").wait_for()
    looked_at(page, "undersøkelsen er åpen")

    link = live_server.url + f"/undersokelse/{Survey.objects.get().token()}/"
    for number in range(2):
        employee = guest(browser)
        employee.goto(link)
        if number == 0:
            employee.get_by_role("button", name="Send svaret").click()
            employee.get_by_text("Velg det som passer best").first.wait_for()
            looked_at(employee, "svar med feil")
        answers_by_hand(employee, f"Mer tid {number}")
        employee.get_by_role("heading", name="Takk for svaret").wait_for()
        looked_at(employee, "takk for svaret")
    for number in range(10):
        said = {"sector": "helse" if number < 4 else "kultur", "innovated": "no" if number % 2 else "yes"}
        said |= {"leader": "5", "taking_part": "3", "means": "2", "text": "", "key": str(uuid.uuid4())}
        Client().post(link.removeprefix(live_server.url), said)
    assert SurveyAnswer.objects.count() == 12

    page.reload()
    page.get_by_text("Minst 10 har svart.").wait_for()
    page.get_by_role("link", name="Avslutt undersøkelsen").click()
    looked_at(page, "avslutt undersøkelsen")
    page.get_by_role("button", name="Avslutt undersøkelsen").click()
    page.get_by_text("12 svar").first.wait_for()
    page.get_by_text("«Har dere tid og penger til å prøve?» fikk lavest resultat.").wait_for()
    assert page.get_by_text("Mer tid 1").is_visible()
    looked_at(page, "resultatet")
    page.emulate_media(media="print")
    assert not page.get_by_text("Mer tid 1").is_visible()
    page.emulate_media(media="screen")

    late = guest(browser)
    late.goto(link)
    late.get_by_role("heading", name="Undersøkelsen er avsluttet").wait_for()
    looked_at(late, "avsluttet")


def test_everybody_reads_the_national_figures(browser, live_server):
    page = guest(browser)
    page.goto(f"{live_server.url}/barometer/")
    page.get_by_role("heading", name="Ledelsen og medarbeiderne avgjør.").wait_for()

    looked_at(page, "de nasjonale tallene")
