"""The partners' workroom as an officer meets it: on a phone and a desk, light and dark, without a script."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings
from django.test import Client

from brokers.models import Coverage
from municipalities.models import FouiContact, RegionalCouncil
from overview import enquiries
from partnership.mail.models import OutgoingMail
from tests import factories
from tests.browser.pages import looked_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser, live_server):
    nina = factories.officer("Nina Solem", factories.PartnerFactory())
    client = Client()
    client.force_login(nina)
    factories.second_factor(client, nina)
    context = browser.new_context(bypass_csp=True)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    place = factories.MunicipalityFactory(name="Frosta")
    FouiContact.objects.create(municipality=place)
    RegionalCouncil.objects.create(name="Værnesregionen").memberships.create(municipality=place)
    Coverage.objects.create(company=factories.CompanyFactory(), municipality=place, since=dt.date(2026, 1, 1))
    enquiries.ask(municipality=place, by=nina)
    OutgoingMail.objects.update(state="dead", last_code=550, last_error="5.1.1 no such user", attempts=1)
    return context.new_page()


def test_the_workrooms_pages_are_sound_in_four_dresses(page, live_server):
    page.goto(f"{live_server.url}/admin/")
    looked_at(page, "arbeidsrommet")
    page.get_by_role("link", name="E-poster som ikke kom fram").click()
    looked_at(page, "e-poster som ikke kom fram")
    page.get_by_role("link", name="postmottak@").click()
    looked_at(page, "en e-post")
    page.goto(f"{live_server.url}/admin/municipalities/municipality/")
    looked_at(page, "kommuner")
    page.get_by_role("link", name="Frosta").click()
    looked_at(page, "en kommune")
    page.get_by_label("Offisielt navn").fill("Frosta kommune")
    page.get_by_label("Hvorfor").fill("Meldt av kommunen")
    page.get_by_role("button", name="Lagre").click()
    page.get_by_text("Lagret: Frosta").wait_for()
    page.get_by_role("link", name="Frosta").click()
    page.get_by_role("link", name="Historikk").click()
    page.get_by_text("Meldt av kommunen").wait_for()
    looked_at(page, "historikken til en kommune")
    page.goto(f"{live_server.url}/admin/historikk/")
    looked_at(page, "hva som er endret")


def test_the_save_button_is_within_reach_on_a_phone(page, live_server):
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(f"{live_server.url}/admin/municipalities/municipality/")
    page.get_by_role("link", name="Frosta").click()

    box = page.get_by_role("button", name="Lagre").bounding_box()

    assert box["y"] + box["height"] <= 640
    assert box["height"] >= 44
