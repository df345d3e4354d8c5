"""Reminders to the silent, the day before, and thanks: each sent once, by a press or when it is due.

What is due is worked out when the sweep looks, so that a moved meeting needs no re-planning. Oslo clock.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from meetings.models import Invitation, Meeting, MeetingMessage
from meetings.querysets import InvitationQuerySet
from partnership.common import norwegian
from partnership.mail import outbox
from partnership.people.models import User

log = logging.getLogger(__name__)

REMINDER = "meetings.reminder"
DAY_BEFORE = "meetings.day_before"
THANKS = "meetings.thanks"
CLOCK = dt.time(9)
THANKED_WITHIN = dt.timedelta(days=7)  # as ``Meeting.objects.held_lately``
REMIND_WORKING_DAYS_BEFORE = 2


def silent(meeting: Meeting) -> InvitationQuerySet:
    return Invitation.objects.active().sent().silent().filter(meeting=meeting)


@transaction.atomic
def remind(
    *, meeting: Meeting, by: User | None, key: str = "", invited_before: dt.datetime | None = None
) -> MeetingMessage | None:
    """To everyone who has not answered; None when nobody is silent or ``key`` has been used."""
    rows = silent(meeting).arrived()
    if invited_before is not None:
        rows = rows.sent_before(invited_before)
    if not meeting.takes_answers or not rows.exists():
        return None
    message = _once(meeting, MeetingMessage.Kind.REMINDER, key, by)
    if message is None:
        return None
    pks = list(rows.values_list("pk", flat=True))
    chosen = Invitation.objects.filter(pk__in=pks)
    _send(message, chosen, REMINDER, expires_at=meeting.start)
    chosen.update(reminded_at=timezone.now())
    return message


def sweep(now: dt.datetime | None = None) -> int:
    """Send what is due; returns how many sendings were written. Two at once send each thing once."""
    moment = norwegian.local(now or timezone.now())
    Meeting.objects.mark_held(moment)
    coming, held = Meeting.objects.upcoming_published(moment), Meeting.objects.held_lately(moment)
    return (
        _for_each(coming, _remind_if_due, moment)
        + _for_each(coming, _day_before_if_due, moment)
        + _for_each(held, _thank_if_due, moment)
    )


def _for_each(meetings: Iterable[Meeting], step: Callable[[Meeting, dt.datetime], int], moment: dt.datetime) -> int:
    """One meeting that fails does not keep the others from theirs."""
    sent = 0
    for meeting in meetings:
        try:
            with transaction.atomic():
                sent += step(meeting, moment)
        except Exception:
            log.exception("what is due for a meeting could not be sent", extra={"meeting": meeting.pk})
    return sent


@transaction.atomic
def thank(*, meeting: Meeting, by: User | None, key: str = "takk") -> MeetingMessage | None:
    """Thanks, materials, own follow-ups and three questions; the absent get what they missed. Once a meeting."""
    message = _once(meeting, MeetingMessage.Kind.THANKS, key, by)
    if message is not None:
        _send(message, _invited(meeting), THANKS, expires_at=None)
    return message


@dataclass(frozen=True)
class Thanked:
    """How many get thanks and how many what they missed, whether any attendance is noted, when it went or goes."""

    there: int
    missed: int
    is_noted: bool
    sent: MeetingMessage | None
    goes: dt.datetime | None


def thanked(meeting: Meeting) -> Thanked:
    """What the mail after the meeting is about to be, or was."""
    rows = list(_invited(meeting).only("attendance", "reply", "waiting_since"))
    there = sum(one.was_there for one in rows)
    sent = meeting.messages.filter(kind=MeetingMessage.Kind.THANKS).first()
    is_too_late = meeting.end <= timezone.now() - THANKED_WITHIN
    goes = None if is_too_late else thanks_due(meeting)
    return Thanked(there, len(rows) - there, any(one.attendance for one in rows), sent, goes)


def will_thank(meeting: Meeting) -> bool:
    """The mail after the meeting is still to come, by itself."""
    return meeting.end > timezone.now() - THANKED_WITHIN and not meeting.messages.filter(kind="thanks").exists()


def thanks_due(meeting: Meeting) -> dt.datetime:
    return norwegian.at(norwegian.add_working_days(norwegian.local(meeting.end).date(), 1), CLOCK)


def _invited(meeting: Meeting) -> InvitationQuerySet:
    return Invitation.objects.active().sent().filter(meeting=meeting)


def _remind_if_due(meeting: Meeting, moment: dt.datetime) -> int:
    if meeting.answer_by is None:
        return 0
    due = norwegian.at(norwegian.add_working_days(meeting.answer_by, -REMIND_WORKING_DAYS_BEFORE), CLOCK)
    if not due <= moment < norwegian.at(meeting.answer_by + dt.timedelta(days=1), dt.time()):
        return 0
    # Who got the invitation less than a working day ago has not been silent yet.
    a_day_ago = norwegian.at(norwegian.add_working_days(moment.date(), -1), moment.time())
    key = f"frist-{meeting.answer_by:%Y%m%d}"
    return int(remind(meeting=meeting, by=None, key=key, invited_before=a_day_ago) is not None)


def _day_before_if_due(meeting: Meeting, moment: dt.datetime) -> int:
    day = norwegian.local(meeting.start).date()
    if not norwegian.at(norwegian.add_working_days(day, -1), CLOCK) <= moment < meeting.start:
        return 0
    with transaction.atomic():
        message = _once(meeting, MeetingMessage.Kind.DAY_BEFORE, f"{day:%Y%m%d}", None)
        if message is None:
            return 0
        rows = Invitation.objects.active().arrived().coming_or_maybe().filter(meeting=meeting)
        _send(message, rows, DAY_BEFORE, expires_at=meeting.start)
    return 1


def _thank_if_due(meeting: Meeting, moment: dt.datetime) -> int:
    if moment < thanks_due(meeting):
        return 0
    return int(thank(meeting=meeting, by=None) is not None)


def _once(meeting: Meeting, kind: MeetingMessage.Kind, key: str, by: User | None) -> MeetingMessage | None:
    try:
        with transaction.atomic():
            return MeetingMessage.objects.create(meeting=meeting, kind=kind, key=key, by=by)
    except IntegrityError:
        return None


def _send(message: MeetingMessage, rows: InvitationQuerySet, kind: str, expires_at: dt.datetime | None) -> None:
    message.recipients = outbox.enqueue_from(
        rows.mail_rows(message.meeting.language),
        kind=kind,
        version=message.pk,
        group=message.group,
        expires_at=expires_at,
    )
    message.save(update_fields=["recipients"])
