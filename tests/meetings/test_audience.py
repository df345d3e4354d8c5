"""Whom a meeting is for: single persons by search, and a preview that says exactly who."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.invitations import inviting
from meetings.models import Invitation
from meetings.planning import audience
from partnership.people.models import User
from tests import factories
from tests.meetings.test_inviting import for_contacts

pytestmark = pytest.mark.django_db


@pytest.fixture
def nina():
    return factories.officer("Nina Solem")


@pytest.fixture
def ase():
    return factories.contact("Åse Nordli", factories.MunicipalityFactory(name="Åfjord"))


@pytest.fixture
def meeting(nina):
    return factories.meeting(nina)


def page(client, meeting, address: str = "malgruppe/") -> str:
    client.force_login(meeting.host)
    return " ".join(client.get(f"/moter/{meeting.pk}/{address}").content.decode().split())


def press(client, meeting, **data):
    client.force_login(meeting.host)
    return client.post(f"/moter/{meeting.pk}/malgruppe/", data)


@pytest.mark.parametrize("words", ["Åse", "åse nord", "ase", "ÅFJORD", "afjord ase"])
def test_somebody_is_found_by_name_or_place_with_or_without_rings(meeting, ase, words):
    factories.contact("Per Moen")

    found = audience.find(audience.of(meeting), words)

    assert [(one.person, one.roles, one.is_added) for one in found] == [(ase, "FoUI-kontakt i Åfjord", False)]


def test_those_without_a_role_and_everybody_at_once_are_not_found(meeting, ase):
    factories.person("Åse Uten")

    assert [one.person for one in audience.find(audience.of(meeting), "åse")] == [ase]
    assert audience.find(audience.of(meeting), "  ") == []


def test_found_persons_stand_in_norwegian_order(meeting):
    names = ["Ådne Li", "Ærlend Li", "Zakarias Li", "Øyvind Li"]
    for name in names:
        factories.contact(name)

    found = audience.find(audience.of(meeting), "li")

    assert [one.person.name for one in found] == ["Zakarias Li", "Ærlend Li", "Øyvind Li", "Ådne Li"]


def test_a_search_keeps_what_is_ticked_and_shows_who_was_found(client, meeting, ase):
    response = press(client, meeting, kinds="broker", q="Åse", sok="ja")

    shown = client.get(response["Location"]).content.decode()
    assert response["Location"] == f"/moter/{meeting.pk}/malgruppe/?q=%C3%85se#enkeltpersoner"
    assert "Åse Nordli" in shown
    assert "FoUI-kontakt i Åfjord" in shown
    assert audience.of(meeting).kinds == ["broker"]


def test_one_press_adds_and_one_takes_out_again_and_twice_is_once(client, meeting, ase):
    rule = audience.of(meeting)
    for _press in range(2):
        press(client, meeting, **{"legg-til": ase.pk, "q": "Åse"})
    added = list(rule.persons.all())
    shown = page(client, meeting, "malgruppe/?q=Åse")
    for _press in range(2):
        press(client, meeting, **{"ta-ut": ase.pk})

    assert added == [ase]
    assert "1 person er lagt til" in shown
    assert "Lagt til" in shown
    assert list(rule.persons.all()) == []


def test_somebody_without_a_role_or_that_is_nobody_is_not_added(client, meeting):
    outside = factories.person()

    assert press(client, meeting, **{"legg-til": outside.pk}).status_code == 404
    assert press(client, meeting, **{"legg-til": "²"}).status_code == 302
    assert not audience.of(meeting).persons.exists()


def test_leaving_for_the_guests_keeps_what_is_ticked(client, meeting):
    response = press(client, meeting, kinds="contact", gjester="ja")

    assert response["Location"] == f"/moter/{meeting.pk}/gjester/"
    assert audience.of(meeting).kinds == ["contact"]


def test_the_preview_says_how_many_of_whom_and_where_there_is_nobody(client, meeting, ase):
    factories.MunicipalityFactory(name="Leka")
    for_contacts(meeting)
    audience.add(audience=audience.of(meeting), person=factories.broker("Ola Moen"))

    shown = page(client, meeting, "utsending/")

    assert "2 personer får invitasjonen" in shown
    assert "FoUI-kontakt: 1 · Kompetansemegler: 1" in shown
    assert "Én kommune har ingen å invitere" in shown
    assert "Leka" in shown


def test_the_preview_says_who_was_invited_already(client, meeting, ase):
    for_contacts(meeting)
    inviting.invite(meeting=meeting, by=meeting.host)
    factories.contact("Per Moen", factories.MunicipalityFactory(name="Grong"))

    shown = page(client, meeting, "utsending/")

    assert "1 person får invitasjonen" in shown
    assert "1 person er alt invitert" in shown
    assert "<li>Åse Nordli, FoUI-kontakt, Åfjord</li>" in shown


def test_whoever_has_a_new_address_is_not_invited_twice(meeting, ase):
    for_contacts(meeting)
    audience.of(meeting).persons.add(ase)
    inviting.invite(meeting=meeting, by=meeting.host)
    User.objects.filter(pk=ase.pk).update(email="ase.ny@afjord.example")

    assert audience.new_people(meeting) == 0
    assert inviting.invite(meeting=meeting, by=meeting.host) is None
    assert Invitation.objects.count() == 1


def test_a_search_costs_the_same_for_one_and_for_many(meeting):
    rule = audience.of(meeting)

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            audience.find(rule, "person")
        return len(captured)

    factories.contact("Person En")
    with_one = cost()
    for number in range(15):
        factories.contact(f"Person {number}")

    assert cost() == with_one
