"""People by number and address: what those who have a role may see, found by nobody else."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from municipalities.models import FouiContact
from partnership.common import contributions
from partnership.common.searching import Sought
from partnership.people.models import RoleTerm, Seat
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def kari():
    found = factories.contact("Kari Vik", factories.MunicipalityFactory(name="Frosta"))
    found.phone, found.email = "+47 400 00 010", "kari.vik@frosta.example"
    found.save()
    Seat.objects.filter(terms__person=found).update(role_email="foui@frosta.example")
    return found


def lines(user, text: str) -> list[str]:
    groups = {group.key: group for group in contributions.search(user, Sought.of(text))}
    hits = groups["personer"].hits if "personer" in groups else []
    return ["".join(piece.text for piece in [*hit.title, *hit.line]) for hit in hits]


@pytest.mark.parametrize("text", ["40000010", "400 00 010", "+47 400 00 010", "+4740000010", "004740000010", "00010"])
def test_a_number_is_found_however_it_is_written(kari, text: str):
    assert lines(factories.officer(), text) == ["Kari VikFoUI-kontakt, Frosta, 400 00 010"]


@pytest.mark.parametrize("text", ["kari.vik@frosta.example", "Kari.Vik@", "<kari.vik@frosta.example>", "vik@frosta"])
def test_an_address_is_found_whole_and_in_part(kari, text: str):
    assert lines(factories.broker(), text) == ["Kari VikFoUI-kontakt, Frosta, kari.vik@frosta.example"]


def test_the_address_of_a_role_is_found_by_everybody(kari):
    assert lines(AnonymousUser(), "foui@frosta") == ["Kari VikFoUI-kontakt, Frosta, foui@frosta.example"]


def test_one_who_has_no_role_finds_neither_number_nor_address(kari, client: Client):
    former = factories.contact("Fride")
    RoleTerm.objects.filter(person=former).update(until=timezone.localdate() - dt.timedelta(days=5))
    hidden = ["40000010", "00010", "kari.vik@frosta.example", "kari.vik@"]

    for user in (AnonymousUser(), former):
        assert [lines(user, text) for text in hidden] == [[], [], [], []]
    assert "Vi fant ingenting" in client.get("/sok/", {"q": "kari.vik@frosta.example"}).content.decode()


def test_what_both_addresses_hold_shows_a_stranger_the_one_of_the_role_alone(kari, client: Client):
    page = client.get("/sok/", {"q": "@frosta.example"}).content.decode()

    assert "<mark>foui@frosta.example</mark>" in page
    assert "kari.vik" not in page


def test_one_who_has_left_the_role_is_not_found_by_number_or_address(kari):
    factories.give(FouiContact.objects.get(terms__person=kari), factories.person("Ny"), "deputy")
    RoleTerm.objects.filter(person=kari).update(until=timezone.localdate())

    assert lines(factories.officer(), "40000010") == []
    assert lines(factories.officer(), "kari.vik@") == []


def test_a_deputy_of_a_broker_whom_no_page_names_is_not_found_by_number(kari):
    ola = factories.broker("Ola")
    seat = Seat.objects.get(terms__person=ola)
    factories.give(seat, factories.person("Dag", phone="400 00 099"), "deputy")

    assert lines(factories.officer(), "40000099") == []


def test_no_more_addresses_are_found_than_the_pages_show(kari):
    """A deputy's and an adviser's own stand on no page; those of a contact and of a broker do."""
    seat = FouiContact.objects.get(terms__person=kari)
    factories.give(seat, factories.person("Dag", email="dag@privat.example", phone="400 00 099"), "deputy")
    officer = factories.officer("Nina Solem")
    broker = factories.broker("Ola")
    for who, name in ((officer, "nina"), (broker, "ola")):
        who.email = f"{name}@privat.example"
        who.save()

    own = lines(officer, "@privat")

    assert [line.split("K")[0] for line in own] == ["Ola"]
    assert "ola@privat.example" in own[0]
    assert lines(officer, "40000099") == ["DagVara for FoUI-kontakt, Frosta, 400 00 099"]
    assert [line[:3] for line in lines(officer, "foui@frosta")] == ["Dag", "Kar"]


@pytest.mark.parametrize("text", ["2026", "26-014", "0101", "@", "møte @ Frosta", "100 kommuner"])
def test_what_is_no_number_or_address_is_looked_for_as_words(kari, text: str):
    found = lines(factories.officer(), text)

    assert found == []
