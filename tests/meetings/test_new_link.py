"""*Gi ny lenke*: when somebody else has got the mail."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from meetings.invitations import inviting
from meetings.models import Answer, Invitation
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
    OutgoingMail.objects.update(state="sent")
    return factories.invited(meeting, kari)


def answer_page(invitation: Invitation) -> str:
    return reverse("answers:answer", args=[invitation.token()])


def press(client: Client, invitation: Invitation):
    return client.post(reverse("meetings:new_link", args=[invitation.meeting_id, invitation.pk]))


def waiting(invitation: Invitation) -> int:
    return OutgoingMail.objects.filter(kind="meetings.invitation", subject_id=invitation.pk, state="ready").count()


def test_the_old_link_says_so_and_answers_nothing_and_a_new_one_is_mailed(client, invitation):
    old = answer_page(invitation)
    client.force_login(invitation.meeting.host)
    note = reverse("meetings:note_answer", args=[invitation.meeting_id, invitation.pk])
    assert "Gi ny lenke" in client.get(note).content.decode()

    assert press(client, invitation).status_code == 302

    invitation.refresh_from_db()
    response = Client().post(old, {"svar": "comes"})
    assert response.status_code == 404
    assert "Du har fått en nyere lenke" in response.content.decode()
    assert not Answer.objects.exists()
    assert Client().get(answer_page(invitation)).status_code == 200
    assert waiting(invitation) == 1


def test_a_guessed_link_is_not_told_of_a_newer_one(invitation):
    response = Client().get(f"/svar/{invitation.pk}.1.{'a' * 43}/")

    assert "nyere lenke" not in response.content.decode()


def test_an_invitation_that_has_not_left_holds_the_new_link_itself(invitation):
    OutgoingMail.objects.update(state="ready")

    inviting.give_new_link(invitation=invitation, by=invitation.meeting.host)

    invitation.refresh_from_db()
    assert (invitation.link_version, waiting(invitation)) == (2, 1)


def test_an_invitation_taken_back_gets_no_new_link(client, invitation):
    inviting.withdraw(meeting=invitation.meeting, invitations=[invitation], sentence="", by=None)
    client.force_login(invitation.meeting.host)

    assert press(client, invitation).status_code == 404
    with pytest.raises(inviting.CannotSend):
        inviting.give_new_link(invitation=invitation, by=invitation.meeting.host)
