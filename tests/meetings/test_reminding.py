"""Reminders, the day before and thanks: to whom, when, and once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from freezegun import freeze_time

from meetings.invitations import answering, inviting
from meetings.mailing import reminding
from meetings.models import Invitation, Meeting
from partnership.common import norwegian
from partnership.mail import delivery
from partnership.mail.models import OutgoingMail
from tests import factories
from tests.meetings.test_inviting import for_contacts

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    """Friday 10 September 2027 at nine in Oslo; Kari comes, Per is silent."""
    people = [factories.contact(name) for name in ("Kari Vik", "Per Moen")]
    start = norwegian.at(dt.date(2027, 9, 10), dt.time(9))
    made = factories.meeting(start=start, answer_by=dt.date(2027, 9, 6))
    for_contacts(made)
    inviting.invite(meeting=made, by=made.host)
    answering.answer(invitation=factories.invited(made, people[0]), reply="comes", source="link")
    OutgoingMail.objects.all().delete()
    made.refresh_from_db()
    return made


def told(kind: str) -> list[str]:
    return sorted(OutgoingMail.objects.filter(kind=f"meetings.{kind}").values_list("to_name", flat=True))


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    return norwegian.at(dt.date(2027, 9, day), dt.time(hour, minute))


def test_only_the_silent_are_reminded(meeting):
    message = reminding.remind(meeting=meeting, by=meeting.host, key="trykk-1")

    assert (message.recipients, told("reminder")) == (1, ["Per Moen"])


def test_a_double_press_reminds_once(client, meeting):
    client.force_login(meeting.host)

    for _press in range(2):
        client.post(f"/moter/{meeting.pk}/paminnelse/")

    assert told("reminder") == ["Per Moen"]


def test_the_reminder_goes_two_working_days_before_the_deadline_across_a_weekend(meeting):
    # The deadline is Monday the 6th: Thursday the 2nd at nine.
    assert reminding.sweep(at(2, 8, 59)) == 0
    assert reminding.sweep(at(2, 9)) == 1
    assert reminding.sweep(at(3, 9)) == 0
    assert told("reminder") == ["Per Moen"]


def test_the_day_before_goes_to_those_coming_at_nine_the_working_day_before(meeting):
    assert reminding.sweep(at(9, 8, 59)) == 0
    assert reminding.sweep(at(9, 9)) == 1
    assert reminding.sweep(at(9, 10)) == 0
    assert told("day_before") == ["Kari Vik"]


def test_a_moved_meeting_has_its_day_before_anew(meeting):
    reminding.sweep(at(9, 9))
    Meeting.objects.filter(pk=meeting.pk).update(start=at(17, 9), end=at(17, 12))

    assert reminding.sweep(at(16, 9)) == 1


def test_thanks_go_the_working_day_after_to_all_who_were_invited_once(meeting):
    Meeting.objects.filter(pk=meeting.pk).update(agreed="Søke i mars.")

    assert reminding.sweep(at(13, 8, 59)) == 0
    assert reminding.sweep(at(13, 9)) == 1
    assert reminding.sweep(at(14, 9)) == 0
    assert told("thanks") == ["Kari Vik", "Per Moen"]
    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.HELD


def test_a_cancelled_or_withdrawn_invitation_is_left_in_peace(meeting):
    inviting.withdraw(
        meeting=meeting, invitations=Invitation.objects.filter(name="Per Moen"), sentence="x", by=meeting.host
    )
    Meeting.objects.filter(pk=meeting.pk).update(state=Meeting.State.CANCELLED, cancelled_at=timezone.now())

    assert reminding.sweep(at(2, 9)) + reminding.sweep(at(9, 9)) + reminding.sweep(at(13, 9)) == 0


def test_whoever_got_the_invitation_less_than_a_working_day_ago_is_not_reminded_by_itself(meeting):
    Invitation.objects.update(invited_at=at(2, 8, 55))

    with freeze_time(at(2, 9)):
        assert reminding.sweep() == 0
    with freeze_time(at(3, 9)):
        assert reminding.sweep() == 1


def test_a_meeting_that_fails_does_not_keep_the_next_from_its_reminder(meeting, monkeypatch):
    broken = factories.meeting(start=at(10, 8), answer_by=dt.date(2027, 9, 6), state="published")
    send = reminding.remind

    def fail(**values):
        if values["meeting"].pk == broken.pk:
            raise ValueError("cannot be read")
        return send(**values)

    monkeypatch.setattr(reminding, "remind", fail)

    assert reminding.sweep(at(2, 9)) == 1
    assert told("reminder") == ["Per Moen"]


@pytest.mark.parametrize(
    ("day", "held", "offset"),
    [(dt.date(2027, 3, 25), dt.date(2027, 3, 30), 1), (dt.date(2027, 10, 29), dt.date(2027, 11, 2), 1)],
    ids=["the clock goes forward", "the clock goes back"],
)
def test_the_reminder_goes_at_nine_in_oslo_across_the_change_of_clock(meeting, day, held, offset):
    # Deadlines two working days after ``day``, on the other side of 28 March (Easter Monday the 29th) and 31 October.
    deadline = norwegian.add_working_days(day, 2)
    start = norwegian.at(max(held, deadline + dt.timedelta(days=1)), dt.time(9))
    Meeting.objects.filter(pk=meeting.pk).update(start=start, end=start + dt.timedelta(hours=3), answer_by=deadline)
    nine = norwegian.at(norwegian.add_working_days(deadline, -2), dt.time(9))

    assert reminding.sweep(nine - dt.timedelta(minutes=1)) == 0
    assert reminding.sweep(nine) == 1
    assert norwegian.local(nine).hour == 9


@pytest.mark.parametrize("day", [dt.date(2027, 3, 28), dt.date(2027, 10, 31)])
def test_a_reminder_that_waited_past_the_start_expires_also_when_the_clock_changed(meeting, day):
    start = norwegian.at(day, dt.time(9))
    Meeting.objects.filter(pk=meeting.pk).update(start=start, end=start + dt.timedelta(hours=3), answer_by=None)
    meeting.refresh_from_db()
    reminding.remind(meeting=meeting, by=meeting.host, key="trykk")
    row = OutgoingMail.objects.get(kind="meetings.reminder")
    assert row.expires_at == start

    # What is late is told by the database's clock, which nobody can stop: the start is moved to it instead.
    for minutes, state in ((1, "ready"), (-1, "expired")):
        OutgoingMail.objects.update(expires_at=timezone.now() + dt.timedelta(minutes=minutes))
        delivery._expire()
        row.refresh_from_db()
        assert row.state == state


def test_nobody_silent_says_so_and_sends_nothing(client, meeting):
    answering.answer(invitation=Invitation.objects.get(name="Per Moen"), reply="declined", source="link")
    client.force_login(meeting.host)

    client.post(f"/moter/{meeting.pk}/paminnelse/")

    assert told("reminder") == []
