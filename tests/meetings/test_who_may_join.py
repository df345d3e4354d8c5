"""A public meeting's page is for everybody; the way into the meeting, and its files, for those who may join."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from meetings.invitations import inviting
from meetings.models import Invitation, Material, Meeting
from meetings.permissions import can_join
from partnership.people import terms
from partnership.people.models import RoleTerm
from tests import factories

pytestmark = pytest.mark.django_db
LINK, PHONE = "https://teams.example/hemmelig", "+47 21 00 00 00"


@pytest.fixture
def meeting():
    return factories.meeting(is_public=True, state="published", join_url=LINK, join_phone=PHONE, place="Rådhuset")


@pytest.fixture
def files(meeting):
    lysark = Material(meeting=meeting, title="Lysark")
    lysark.file.save("lysark.pdf", ContentFile(b"%PDF-1.7"))
    return [lysark, Material.objects.create(meeting=meeting, title="Rapport", url="https://rapport.example/")]


def invite(meeting: Meeting, who) -> Invitation:
    invitation = Invitation(meeting=meeting, person=who, name=who.name, email=who.email)
    inviting.invite_one(invitation=invitation, by=None)
    return invitation


def seen_by(client: Client, meeting: Meeting) -> str:
    page = client.get(meeting.get_absolute_url())
    calendar = client.get(reverse("meetings:calendar", args=[meeting.pk]))
    assert (page.status_code, calendar.status_code) == (200, 200)
    return page.content.decode() + calendar.content.decode().replace("\r\n ", "")


def test_a_stranger_sees_the_programme_and_not_the_way_in(client, meeting):
    meeting.programme.create(title="Innlegg om velferd", minutes=10)

    seen = seen_by(client, meeting)

    assert "Innlegg om velferd" in seen
    assert "De inviterte får lenken." in seen
    assert LINK not in seen
    assert PHONE not in seen
    assert "teams.example" not in seen


def test_somebody_signed_in_and_not_invited_sees_no_more_than_a_stranger(client, meeting):
    client.force_login(factories.contact())

    assert "teams.example" not in seen_by(client, meeting)


def test_the_invited_see_the_way_in_until_the_invitation_is_taken_back(client, meeting):
    kari = factories.contact("Kari Vik")
    invitation = invite(meeting, kari)
    client.force_login(kari)
    assert seen_by(client, meeting).count(LINK) > 1

    inviting.withdraw(meeting=meeting, invitations=[invitation], sentence="Beklager.", by=None)

    assert LINK not in seen_by(client, meeting)


def test_the_mailed_link_shows_the_way_in(client, meeting):
    invitation = invite(meeting, factories.contact())

    page = client.get(reverse("answers:answer", args=[invitation.token()])).content.decode()
    calendar = client.get(reverse("answers:calendar", args=[invitation.token()])).content.decode()

    assert LINK in page
    assert "teams.example" in calendar


def test_presenters_their_partners_officers_and_the_deputy_of_one_who_is_away_may_join(meeting):
    presenter, deputy, kari = factories.person(), factories.person(), factories.contact()
    other = factories.PartnerFactory(slug="forskningsradet", name="Forskningsrådet")
    officer = factories.officer(partner=other)
    seat = RoleTerm.objects.get(person=kari).seat
    factories.give(seat, deputy, capacity="deputy")
    invite(meeting, kari)
    meeting.invitations.filter(person=kari).update(seat=seat)
    assert [can_join(who, meeting) for who in (presenter, officer, deputy)] == [False] * 3

    meeting.programme.create(title="Innlegg", minutes=10, presenter=presenter)
    meeting.programme.create(title="Innlegg", minutes=10, partner=other)
    terms.be_away(person=kari, until=factories.timezone.localdate() + factories.dt.timedelta(days=9))

    assert [can_join(who, meeting) for who in (presenter, officer, deputy)] == [True] * 3
    assert can_join(meeting.host, meeting)


def test_a_stranger_gets_the_linked_materials_and_no_files(client, meeting, files):
    page = client.get(meeting.get_absolute_url()).content.decode()
    address = reverse("meetings:material", args=[meeting.pk, files[0].pk])

    assert "https://rapport.example/" in page
    assert "Lysark" not in page
    assert client.get(address).status_code == 302
    client.force_login(factories.contact())
    assert client.get(address).status_code == 403


def test_the_invited_get_the_files(client, meeting, files):
    kari = factories.contact()
    invite(meeting, kari)
    client.force_login(kari)

    assert "Lysark" in client.get(meeting.get_absolute_url()).content.decode()
    assert client.get(reverse("meetings:material", args=[meeting.pk, files[0].pk])).status_code == 200
