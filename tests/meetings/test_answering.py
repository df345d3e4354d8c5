"""Answers by link, in the portal, by a colleague; the full room; links that are guessed or too old."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from meetings.invitations import answering, inviting, waiting_list
from meetings.models import Answer, Invitation, Meeting
from partnership.mail.models import OutgoingMail
from tests import factories
from tests.meetings.test_inviting import for_contacts

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation():
    kari = factories.contact("Kari Vik")
    meeting = factories.meeting()
    for_contacts(meeting)
    inviting.invite(meeting=meeting, by=meeting.host)
    return factories.invited(meeting, kari)


def link(invitation: Invitation, suffix: str = "") -> str:
    return reverse("answers:answer", args=[invitation.token()]) + suffix


def test_opening_the_link_answers_nothing(client, invitation):
    for method in (client.get, client.head):
        assert method(link(invitation, "?svar=kommer")).status_code == 200

    assert not Answer.objects.exists()


def test_one_press_answers_without_signing_in(client, invitation):
    response = client.post(link(invitation), {"svar": "comes"}, follow=True)

    invitation.refresh_from_db()
    assert invitation.reply == "comes"
    assert "Takk. Du kommer." in response.content.decode()


def test_the_same_answer_twice_is_kept_once(client, invitation):
    for _again in range(2):
        client.post(link(invitation), {"svar": "maybe"})

    assert Answer.objects.count() == 1


def test_one_may_change_ones_mind_and_every_answer_is_kept(client, invitation):
    for reply in ("comes", "declined"):
        client.post(link(invitation), {"svar": reply})

    invitation.refresh_from_db()
    assert invitation.reply == "declined"
    assert list(Answer.objects.values_list("reply", flat=True)) == ["comes", "declined"]


def test_a_guessed_link_is_unknown(client, invitation):
    assert client.get(link(invitation)[:-3] + "xx/").status_code == 404
    assert client.get("/svar/1.1.abc/").status_code == 404


def test_a_link_used_after_the_meeting_says_so(client, invitation):
    Meeting.objects.update(start=timezone.now() - dt.timedelta(hours=4), end=timezone.now() - dt.timedelta(hours=1))

    response = client.post(link(invitation), {"svar": "comes"})

    assert response.status_code == 410
    assert "Møtet er over" in response.content.decode()
    assert not Answer.objects.exists()


def test_a_revoked_link_is_unknown(client, invitation):
    old = link(invitation)
    Invitation.objects.update(link_version=2)

    assert client.post(old, {"svar": "comes"}).status_code == 404


def test_a_colleague_gets_an_own_invitation_and_it_can_be_undone(client, invitation):
    url = reverse("answers:colleague", args=[invitation.token()])
    client.post(url, {"name": "Mari Kolstad", "email": "mari@frosta.example"})
    colleague = Invitation.objects.get(email="mari@frosta.example")
    invitation.refresh_from_db()
    assert (colleague.replaces, invitation.reply) == (invitation, "declined")
    assert OutgoingMail.objects.filter(subject_id=colleague.pk, kind="meetings.invitation").exists()

    client.post(link(invitation), {"valg": "likevel"})

    invitation.refresh_from_db()
    colleague.refresh_from_db()
    assert invitation.reply == "comes"
    assert colleague.is_withdrawn


def test_a_colleague_with_a_broken_address_is_asked_for_again(client, invitation):
    url = reverse("answers:colleague", args=[invitation.token()])

    response = client.post(url, {"name": "Mari", "email": "mari@"})

    assert response.status_code == 422
    assert "mari@" in response.content.decode()
    assert Invitation.objects.count() == 1


def test_the_waiting_list_moves_up_by_itself(invitation):
    meeting = invitation.meeting
    Meeting.objects.update(join_url="", place="Rådhuset", capacity=1)
    other = answering.bring(invitation=invitation, name="Per Moen", email="per@frosta.example")
    answering.answer(invitation=invitation, reply="comes", source="link")
    answering.answer(invitation=other, reply="comes", source="link")
    other.refresh_from_db()
    assert other.is_waiting

    answering.answer(invitation=invitation, reply="declined", source="link")

    other.refresh_from_db()
    assert not other.is_waiting
    assert OutgoingMail.objects.filter(kind="meetings.place_free", subject_id=other.pk).count() == 1
    assert waiting_list.taken(meeting) == 1


def test_an_answer_in_the_portal_is_only_for_the_invited(client, invitation):
    url = reverse("meetings:reply", args=[invitation.meeting_id])
    client.force_login(factories.contact())
    assert client.post(url, {"svar": "comes"}).status_code == 404

    client.force_login(invitation.person)
    assert client.post(url, {"svar": "comes"}).status_code == 302

    invitation.refresh_from_db()
    assert invitation.reply_source == "portal"


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_do_not_share_the_last_seat():
    meeting = factories.meeting(join_url="", place="Rådhuset", capacity=1)
    people = [factories.contact(), factories.contact()]
    for_contacts(meeting)
    inviting.invite(meeting=meeting, by=meeting.host)

    def press(who):
        answering.answer(invitation=factories.invited(meeting, who), reply="comes", source="portal", by=who)
        connection.close()

    threads = [threading.Thread(target=press, args=[who]) for who in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Invitation.objects.filter(reply="comes", waiting_since=None).count() == 1
    assert Invitation.objects.exclude(waiting_since=None).count() == 1
