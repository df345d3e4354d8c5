"""Guests who ask to join a public meeting, and those who ask the partnership for a speaker."""

from __future__ import annotations

import pytest

from meetings import requests
from meetings.models import Invitation, JoinRequest, SpeakerRequest
from partnership.mail.models import Notice, OutgoingMail
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return factories.meeting(state="published", is_public=True, place="Rådhuset")


GUEST = {"name": "Ine Bø", "email": "ine@forskning.example", "role": "researcher", "organisation": "SINTEF"}


def ask(client, meeting, **changes):
    return client.post(f"/moter/{meeting.pk}/bli-med/", GUEST | {"website": ""} | changes)


def test_a_guest_asks_the_organiser_approves_and_an_invitation_leaves(client, meeting):
    assert ask(client, meeting).status_code == 200
    asked = JoinRequest.objects.get()
    client.force_login(meeting.host)

    for _press in range(2):
        client.post(f"/moter/{meeting.pk}/bli-med/{asked.pk}/", {"valg": "godta"})

    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role) == ("ine@forskning.example", "researcher")
    assert OutgoingMail.objects.filter(kind="meetings.invitation").count() == 1


def test_asking_twice_looks_the_same_and_is_one_request(client, meeting):
    first, second = ask(client, meeting), ask(client, meeting, email="INE@forskning.example")

    assert first.content == second.content
    assert JoinRequest.objects.count() == 1


def test_a_robot_that_fills_the_hidden_field_is_thanked_and_forgotten(client, meeting):
    assert ask(client, meeting, website="https://spam.example").status_code == 200
    assert not JoinRequest.objects.exists()


def test_a_wrong_address_is_told_and_what_was_typed_is_kept(client, meeting):
    answer = ask(client, meeting, email="ikke en adresse")

    assert answer.status_code == 422
    assert 'value="Ine Bø"' in answer.content.decode()


def test_too_many_requests_are_stopped_in_words(client, meeting):
    answers = [ask(client, meeting, email=f"gjest{n}@a.example").status_code for n in range(12)]

    assert answers == [200] * 10 + [429] * 2


def test_declining_sends_nothing_and_can_be_followed_by_approval(client, meeting):
    ask(client, meeting)
    asked = JoinRequest.objects.get()
    requests.decline(asked=asked, by=meeting.host)
    assert not OutgoingMail.objects.filter(kind="meetings.invitation").exists()

    requests.approve(asked=asked, by=meeting.host)

    assert Invitation.objects.count() == 1


def test_a_municipality_asks_for_a_speaker_and_hears_the_answer(client):
    kari = factories.contact("Kari Vik")
    officer = factories.officer("Nina Solem")
    seat = kari.terms.get().seat
    own = factories.meeting(kari, owner_partner=None, owner_seat=seat)
    client.force_login(kari)
    client.post(f"/moter/{own.pk}/innleder/", {"text": "Om Forskningsrådet"})
    asked = SpeakerRequest.objects.get()
    assert Notice.objects.filter(person=officer, key=f"speaker:{asked.pk}").count() == 1

    client.force_login(officer)
    client.post(f"/moter/innleder/{asked.pk}/", {"text": "Jeg kommer.", "valg": "ja"})

    asked.refresh_from_db()
    assert (asked.state, asked.answer) == (SpeakerRequest.State.ACCEPTED, "Jeg kommer.")
    assert Notice.objects.get(person=kari).url == f"/moter/{own.pk}/"
