"""Sending, undoing, withdrawing, changing and cancelling; each once, however often it is pressed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from meetings.invitations import inviting
from meetings.mailing import announcing
from meetings.models import AudienceGuest, Invitation, Meeting, MeetingMessage
from meetings.planning import audience
from partnership.mail import kinds
from partnership.mail.models import OutgoingMail
from tests import factories

pytestmark = pytest.mark.django_db


def for_contacts(meeting: Meeting) -> None:
    chosen = audience.of(meeting)
    chosen.kinds = ["contact"]
    chosen.save()


@pytest.fixture
def meeting():
    factories.contact("Kari Vik")
    factories.contact("Per Moen")
    made = factories.meeting()
    for_contacts(made)
    return made


def test_everyone_in_the_audience_gets_one_invitation_and_one_mail(meeting):
    message = inviting.invite(meeting=meeting, by=meeting.host)

    assert (
        message.recipients
        == Invitation.objects.count()
        == OutgoingMail.objects.filter(group=message.group).count()
        == 2
    )
    meeting.refresh_from_db()
    assert meeting.is_published


def test_pressing_send_twice_sends_once(meeting):
    inviting.invite(meeting=meeting, by=meeting.host)

    assert inviting.invite(meeting=meeting, by=meeting.host) is None

    assert OutgoingMail.objects.filter(kind="meetings.invitation").count() == 2


def test_a_later_holder_is_invited_by_one_more_press(meeting):
    inviting.invite(meeting=meeting, by=meeting.host)
    late = factories.contact("Anne Berg")

    message = inviting.invite(meeting=meeting, by=meeting.host)

    assert message.recipients == 1
    assert Invitation.objects.get(person=late).invited_at == message.goes_at


def test_a_guest_with_a_contacts_address_in_capitals_is_not_invited_twice(meeting):
    kari = factories.User.objects.get(name="Kari Vik")
    AudienceGuest.objects.create(meeting=meeting, name="Kari", email=kari.email.upper())

    message = inviting.invite(meeting=meeting, by=meeting.host)

    assert message.recipients == 2


def test_undo_takes_mails_and_invitations_back_and_the_meeting_is_a_draft_again(meeting, settings):
    settings.MAIL_HOLD_SECONDS = 120
    message = inviting.invite(meeting=meeting, by=meeting.host)

    taken = inviting.undo(message=message, by=meeting.host)

    meeting.refresh_from_db()
    assert taken == 2
    assert not Invitation.objects.exists()
    assert not OutgoingMail.objects.filter(kind="meetings.invitation").exists()
    assert meeting.is_draft


def test_undo_comes_too_late_after_the_hold(meeting):
    message = inviting.invite(meeting=meeting, by=meeting.host)

    with pytest.raises(inviting.CannotSend):
        inviting.undo(message=message, by=meeting.host)

    assert Invitation.objects.count() == 2


def test_an_empty_audience_is_refused_in_words():
    meeting = factories.meeting()

    with pytest.raises(inviting.CannotSend):
        inviting.invite(meeting=meeting, by=meeting.host)

    assert not MeetingMessage.objects.exists()


def test_withdrawing_before_the_mail_left_tells_nobody(meeting):
    inviting.invite(meeting=meeting, by=meeting.host)
    row = Invitation.objects.first()

    inviting.withdraw(meeting=meeting, invitations=[row], sentence="Møtet gjelder andre.", by=meeting.host)

    assert not OutgoingMail.objects.filter(kind="meetings.withdrawal").exists()
    assert OutgoingMail.objects.get(thread=row.thread).state == "superseded"


def test_withdrawing_after_the_mail_left_cancels_once(meeting):
    inviting.invite(meeting=meeting, by=meeting.host)
    OutgoingMail.objects.update(state="sent")
    row = Invitation.objects.first()

    for _again in range(2):
        inviting.withdraw(meeting=meeting, invitations=[row], sentence="Møtet gjelder andre.", by=meeting.host)

    assert OutgoingMail.objects.filter(kind="meetings.withdrawal").count() == 1


def test_a_changed_time_is_told_once_with_a_higher_sequence(meeting):
    inviting.invite(meeting=meeting, by=meeting.host)
    OutgoingMail.objects.update(state="sent")
    meeting.refresh_from_db()
    meeting.start += dt.timedelta(days=1)
    meeting.end += dt.timedelta(days=1)
    meeting.save()

    message = announcing.send_update(meeting=meeting, by=meeting.host)

    assert message.recipients == 2
    told = kinds.registry()["meetings.update"].compose(list(OutgoingMail.objects.filter(kind="meetings.update")))
    assert [b"\r\nSEQUENCE:1\r\n" in mail.calendar.content for mail in told.values()] == [True, True]
    with pytest.raises(inviting.CannotSend):
        announcing.send_update(meeting=meeting, by=meeting.host)


def test_correcting_a_typo_sends_nothing(meeting):
    inviting.invite(meeting=meeting, by=meeting.host)
    OutgoingMail.objects.update(state="sent")
    meeting.refresh_from_db()
    meeting.title, meeting.join_service = "Dialogmøte om forskning", "Teams"
    meeting.save()

    with pytest.raises(inviting.CannotSend):
        announcing.send_update(meeting=meeting, by=meeting.host)


def test_cancelling_tells_only_those_whose_invitation_has_left(meeting):
    inviting.invite(meeting=meeting, by=meeting.host)
    told = Invitation.objects.first()
    OutgoingMail.objects.filter(thread=told.thread).update(state="sent")

    announcing.cancel(meeting=meeting, reason="Sykdom.", by=meeting.host)

    assert list(OutgoingMail.objects.filter(kind="meetings.cancellation").values_list("subject_id", flat=True)) == [
        told.pk
    ]
    with pytest.raises(inviting.CannotSend):
        announcing.cancel(meeting=meeting, reason="Sykdom.", by=meeting.host)


def test_a_ready_programme_asks_nobody_again(meeting):
    meeting.is_save_the_date = True
    meeting.save()
    inviting.invite(meeting=meeting, by=meeting.host)
    OutgoingMail.objects.update(state="sent")
    Invitation.objects.update(reply="comes", replied_at=timezone.now())
    with pytest.raises(inviting.CannotSend):
        announcing.programme_ready(meeting=meeting, by=meeting.host)
    meeting.programme.create(title="Velkommen", minutes=10)

    message = announcing.programme_ready(meeting=meeting, by=meeting.host)

    assert message.recipients == 2
    assert set(Invitation.objects.values_list("reply", flat=True)) == {"comes"}
