"""A contact starts a strategy, takes in phases, writes a goal and ties an idea to it; every page looked at."""

from __future__ import annotations

import pytest

from overview.models import GoalTie
from tests import factories
from tests.browser.pages import looked_at, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_strategy_from_the_first_date_to_an_idea_that_serves_a_goal(browser, live_server):
    place = factories.MunicipalityFactory(name="Namsos", slug="namsos")
    kari = factories.contact("Kari Vik", place)
    idea = factories.idea(place, title="Felles nattilsyn", stage="trying")

    page = signed_in(browser, live_server.url, kari)
    page.goto(f"{live_server.url}/kommuner/namsos/")
    page.get_by_role("link", name="Start en strategi").click()
    looked_at(page, "start en strategi")
    page.get_by_role("button", name="Start").click()
    page.get_by_text("Strategien er startet.").wait_for()
    looked_at(page, "ny strategi")

    page.get_by_role("link", name="Velg faser").first.click()
    looked_at(page, "velg faser")
    page.get_by_role("button", name="Ta inn alle").click()
    page.get_by_text("Ti faser er tatt inn.").wait_for()
    page.get_by_role("link", name="Oppstart", exact=True).click()
    looked_at(page, "fase")
    page.get_by_role("link", name="Oppstartsmøtet").click()
    looked_at(page, "oppstart")
    page.go_back()
    page.get_by_role("link", name="Tilbake til strategien").click()

    page.get_by_role("link", name="Legg til et mål").click()
    page.get_by_label("Mål").fill("Ideer fra ansatte blir prøvd")
    page.get_by_role("button", name="Legg til målet").click()
    page.get_by_role("link", name="Knytt ideer, møter og erfaringer").click()
    looked_at(page, "koblinger")
    page.get_by_role("button", name="Knytt til målet").click()
    page.get_by_text("Knyttet til målet.").wait_for()
    page.get_by_role("link", name="Tilbake til strategien").click()
    page.get_by_text("Dette har tjent målet").wait_for()
    looked_at(page, "strategi med mål")

    page.get_by_role("link", name="For kommunestyret").click()
    looked_at(page, "for kommunestyret")
    page.emulate_media(media="print")
    assert {one.is_visible() for one in page.locator(".crumbs, .site-nav a, .site-footer").all()} == {False}

    assert GoalTie.objects.get().idea == idea
