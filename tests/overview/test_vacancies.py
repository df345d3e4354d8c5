from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from municipalities import directory
from municipalities.models import FouiContact, Municipality
from overview.models import ContactEnquiry
from partnership.common import norwegian
from partnership.mail.models import OutgoingMail
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def vacant():
    places = [
        factories.MunicipalityFactory(name=name, slug=slug, postmottak=f"post@{slug}.example")
        for name, slug in (("Leka", "leka"), ("Tydal", "tydal"))
    ]
    for place in places:
        FouiContact.objects.create(municipality=place)
    return places


def test_one_press_asks_every_municipality_without_a_contact_and_a_second_asks_nobody(client, vacant):
    officer = factories.officer()
    client.force_login(officer)
    factories.second_factor(client, officer)

    for _press in range(2):
        client.post(reverse("overview:vacancies"))

    mails = OutgoingMail.objects.filter(kind="overview.contact_enquiry").order_by("to_email")
    assert [mail.to_email for mail in mails] == ["post@leka.example", "post@tydal.example"]
    assert ContactEnquiry.objects.count() == 2


def test_the_page_says_who_has_been_asked_and_offers_the_rest(client, vacant):
    officer = factories.officer()
    client.force_login(officer)
    factories.second_factor(client, officer)
    client.post(reverse("overview:postmottak", args=["leka"]))

    page = client.get(reverse("overview:vacancies")).content.decode()

    assert ("på post@leka.example" in page, "Spør én kommune" in page) == (True, True)


@pytest.mark.parametrize("kind", ["contact", "broker", "officer"])
def test_a_role_leads_to_the_page_where_others_look(client, kind):
    person = {"contact": factories.contact, "broker": factories.broker, "officer": factories.officer}[kind]()
    client.force_login(person)
    seat = person.terms.get().seat

    response = client.get(reverse("overview:role_page", args=[seat.pk]), follow=True)

    assert person.name in response.content.decode()


def test_those_that_lack_a_contact_are_those_the_directory_says_lack_one():
    yesterday = norwegian.today() - dt.timedelta(days=1)
    places = factories.MunicipalityFactory.create_batch(6)
    factories.contact(place=places[0])
    FouiContact.objects.create(municipality=places[1])
    factories.contact(place=places[2]).terms.update(until=yesterday)
    factories.give(FouiContact.objects.create(municipality=places[3]), capacity="deputy")
    factories.contact(place=places[4])
    FouiContact.objects.filter(municipality=places[4]).update(closed_on=yesterday)

    lacking = set(Municipality.objects.without_contact())

    assert lacking == set(places) - {places[0]}
    assert lacking == {entry.municipality for entry in directory.entries(standing=directory.Standing.VACANT)}
