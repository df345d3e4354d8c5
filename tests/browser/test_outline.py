"""Two people write the same section of an outline: both texts are seen, neither is lost."""

from __future__ import annotations

import pytest
from django.test import Client

from ideas.models import IdeaAccess, OutlineSection
from ideas.money import outlining
from municipalities.models import FouiContact
from tests import factories
from tests.browser.pages import looked_at, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_two_people_write_one_section(browser, live_server):
    place = factories.MunicipalityFactory(name="Frosta", slug="frosta")
    kari = factories.give(FouiContact.objects.create(municipality=place), factories.person("Kari Vik"))
    per = factories.person("Per Aune")
    idea = factories.idea(place)
    IdeaAccess.objects.create(idea=idea, person=per, why="named")
    outlining.start(idea=idea, by=kari)
    address = f"{live_server.url}/ideer/{idea.pk}/skisse/mal/"
    karis, pers = signed_in(browser, live_server.url, kari), signed_in(browser, live_server.url, per)
    field = "Hovedmål og delmål (valgfritt)"

    karis.goto(address)
    pers.goto(address)
    pers.get_by_label(field).fill("Pers mål: ingen blir vekket om natta.")
    pers.get_by_role("button", name="Lagre", exact=True).click()
    pers.get_by_text("To av femten er skrevet").or_(pers.get_by_text("Tre av femten er skrevet")).wait_for()
    looked_at(pers, "the outline")
    karis.get_by_label(field).fill("Karis mål: færre turer.")
    karis.get_by_role("button", name="Lagre", exact=True).click()
    karis.get_by_text("Pers mål: ingen blir vekket om natta.").wait_for()
    assert karis.get_by_label(field).input_value() == "Karis mål: færre turer."
    looked_at(karis, "the conflict")
    karis.get_by_label(field).fill("Ingen blir vekket om natta, og vi kjører færre turer.")
    karis.get_by_role("button", name="Lagre", exact=True).click()
    karis.get_by_text("Sist skrevet av Kari Vik").first.wait_for()

    goals = OutlineSection.objects.get(heading="goals")
    assert goals.text == "Ingen blir vekket om natta, og vi kjører færre turer."
    assert [one.text for one in goals.replaced.all()] == ["Pers mål: ingen blir vekket om natta."]
    _what_is_typed_outlives_the_session(karis, address, kari)


def _what_is_typed_outlives_the_session(page, address, kari):
    field = "Forskningsspørsmål (valgfritt)"
    own = address.replace("/mal/", "/forskning/")
    page.goto(own)
    page.get_by_label(field).fill("Hva gjør sensorer med tryggheten?")
    page.context.clear_cookies()
    page.get_by_role("button", name="Lagre", exact=True).click()
    page.wait_for_load_state()
    client = Client()
    client.force_login(kari)
    [cookie] = client.cookies.values()
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address.split("/ideer/")[0]}])
    page.goto(own)

    assert page.get_by_label(field).input_value() == "Hva gjør sensorer med tryggheten?"
    page.get_by_text("Du har skrevet noe her som ikke er lagret.").wait_for()
    page.get_by_role("button", name="Lagre", exact=True).click()
    page.get_by_text("Hva gjør sensorer med tryggheten?").wait_for()
    page.goto(own)
    assert page.get_by_text("Du har skrevet noe her som ikke er lagret.").is_hidden()
