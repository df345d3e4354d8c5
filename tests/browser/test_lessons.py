"""A lesson is written, applauded and taken back, in a real browser; every page on the way looked at."""

from __future__ import annotations

import pytest

from ideas.models import Lesson
from municipalities.models import FouiContact
from tests import factories
from tests.browser.pages import looked_at, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_lesson_is_written_by_the_contact_and_applauded_by_a_broker(browser, live_server):
    place = factories.MunicipalityFactory(name="Frøya", slug="froya")
    kari = factories.give(FouiContact.objects.create(municipality=place), factories.person("Kari Vik"))
    idea = factories.idea(place, stage="ended", next_date=None, visibility="public")

    page = signed_in(browser, live_server.url, kari)
    page.goto(f"{live_server.url}/ideer/{idea.pk}/laerdom/")
    looked_at(page, "skriv lærdom")
    page.get_by_role("button", name="Lagre").click()
    page.get_by_text("Si det på én linje").first.wait_for()
    looked_at(page, "lærdom med feil")
    page.get_by_label("På én linje").fill("Sensorer ga roligere netter")
    page.get_by_label("Hva lærte dere?").fill("Færre turer, men to falske alarmer.")
    page.get_by_label("Alle").check()
    page.get_by_role("button", name="Lagre").click()
    page.get_by_text("Lagret. Alle kan lese det.").wait_for()
    page.get_by_role("link", name="Takk fra kommunedirektøren").click()
    looked_at(page, "takk")

    page = signed_in(browser, live_server.url, factories.broker())
    page.goto(f"{live_server.url}/ideer/laerdommer/")
    looked_at(page, "lærdommer")
    page.get_by_role("link", name="Sensorer ga roligere netter").click()
    looked_at(page, "lærdom")
    page.get_by_role("button", name="Applauder").click()
    page.get_by_text("Du er en av dem.").wait_for()
    looked_at(page, "applaudert")
    page.get_by_role("button", name="Ta applausen tilbake").click()
    page.get_by_text("Ingen har applaudert ennå.").wait_for()

    assert Lesson.objects.get().applause.count() == 0
