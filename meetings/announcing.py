"""Telling those who are invited: changes, the ready programme, cancellation, urgent words.

A correction of a typo sends nothing: only the organiser's press does. Verbs raise ``inviting.CannotSend``.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings import board, hosting
from meetings.inviting import CannotSend, lock
from meetings.models import Invitation, Meeting, MeetingMessage
from meetings.querysets import InvitationQuerySet
from partnership.mail import outbox
from partnership.people.models import User

UPDATE = "meetings.update"
PROGRAMME = "meetings.programme"
CANCELLATION = "meetings.cancellation"
URGENT = "meetings.urgent"


@transaction.atomic
def send_update(*, meeting: Meeting, by: User, text: str = "") -> MeetingMessage:
    """Tell of a changed time or place; held a while, so that it can be undone."""
    meeting = lock(meeting)
    _refuse_unless_published(meeting)
    if not meeting.has_unsent_change:
        raise CannotSend(_("Time and place are as people were last told. Nothing was sent."))
    if _time_changed(meeting):
        # From this moment an earlier answer is an answer to another time.
        meeting.sequence, meeting.dtstamp = meeting.sequence + 1, timezone.now()
    message = _say(meeting, MeetingMessage.Kind.UPDATE, UPDATE, by, text=text, held=True, moves_calendar=True)
    meeting.announced = meeting.announcement()
    meeting.save(update_fields=["sequence", "dtstamp", "announced"])
    return message


@transaction.atomic
def programme_ready(*, meeting: Meeting, by: User) -> MeetingMessage:
    """The programme that was to come later: into calendars, and nobody answers again."""
    meeting = lock(meeting)
    _refuse_unless_published(meeting)
    if not meeting.programme.exists():
        raise CannotSend(_("The programme is empty. Write it first."))
    meeting.is_save_the_date = False
    meeting.save(update_fields=["is_save_the_date"])
    return _say(meeting, MeetingMessage.Kind.PROGRAMME, PROGRAMME, by, held=True, moves_calendar=True)


@transaction.atomic
def cancel(*, meeting: Meeting, reason: str, by: User) -> MeetingMessage | None:
    """Call the meeting off. Those who were told are told; those whose invitation never left are not.

    Returns None when nobody had been told. Cancelling twice raises CannotSend.
    """
    meeting = lock(meeting)
    if meeting.is_cancelled:
        raise CannotSend(_("The meeting is already cancelled."))
    if meeting.is_over:
        raise CannotSend(_("The meeting is over."))
    was_draft = meeting.is_draft
    now = timezone.now()
    meeting.state, meeting.cancelled_at, meeting.cancel_reason = Meeting.State.CANCELLED, now, reason
    meeting.sequence += 1
    meeting.dtstamp = now
    meeting.save()
    if was_draft:
        return None
    threads = [one.thread for one in Invitation.objects.active().sent().filter(meeting=meeting).only("pk")]
    never_left = outbox.supersede(threads=threads)
    unaware = [int(thread.rsplit(":", 1)[1]) for thread in never_left]
    Invitation.objects.filter(pk__in=unaware).update(withdrawn_at=now, withdrawn_reason=reason[:300])
    return _say(meeting, MeetingMessage.Kind.CANCELLATION, CANCELLATION, by, text=reason, moves_calendar=True)


@transaction.atomic
def send_urgent(*, meeting: Meeting, text: str, by: User) -> MeetingMessage:
    """«Ny lenke til møtet kl. 9»: goes first, to those who come or may come. Sends the calendar too."""
    meeting = lock(meeting)
    _refuse_unless_published(meeting)
    coming = _told(meeting).coming_or_maybe()
    if not coming.exists():
        raise CannotSend(_("Nobody has said that they come yet. Nothing was sent."))
    message = _say(meeting, MeetingMessage.Kind.URGENT, URGENT, by, text=text, to=coming, moves_calendar=True)
    meeting.announced = meeting.announcement()
    meeting.save(update_fields=["announced"])
    return message


def _told(meeting: Meeting) -> InvitationQuerySet:
    return Invitation.objects.active().sent().filter(meeting=meeting).first_mail_has_left()


def _say(
    meeting: Meeting,
    kind: MeetingMessage.Kind,
    mail: str,
    by: User | None,
    *,
    text: str = "",
    held: bool = False,
    moves_calendar: bool = False,
    to: InvitationQuerySet | None = None,
) -> MeetingMessage:
    now = timezone.now()
    rows = to if to is not None else _told(meeting)
    if moves_calendar:
        pks = list(rows.values_list("pk", flat=True))
        rows = Invitation.objects.filter(pk__in=pks)
        rows.update(sequence=Greatest(F("sequence") + 1, meeting.sequence), dtstamp=now)
    hold = settings.MAIL_HOLD_SECONDS if held else 0
    message = MeetingMessage.objects.create(
        meeting=meeting, kind=kind, by=by, at=now, goes_at=now + dt.timedelta(seconds=hold), text=text
    )
    message.recipients = outbox.enqueue_from(
        rows.mail_rows(meeting.language),
        kind=mail,
        version=message.pk,
        group=message.group,
        not_before=message.goes_at,
        expires_at=meeting.end,
    )
    message.save(update_fields=["recipients"])
    if moves_calendar:
        hosting.tell(message)
    board.touch(meeting.pk)
    return message


def _time_changed(meeting: Meeting) -> bool:
    now = meeting.announcement()
    return any(meeting.announced.get(name) != now[name] for name in ("start", "end"))


def _refuse_unless_published(meeting: Meeting) -> None:
    if meeting.is_cancelled:
        raise CannotSend(_("The meeting is cancelled."))
    if meeting.is_draft:
        raise CannotSend(_("Nobody is invited yet."))
    if meeting.is_over:
        raise CannotSend(_("The meeting is over."))
