"""Telling those who are invited: changes, the ready programme, cancellation, urgent words.

A correction of a typo sends nothing: only the organiser's press does. Verbs raise ``inviting.CannotSend``.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings import board
from meetings.day import following
from meetings.invitations.inviting import INVITATION, CannotSend, lock
from meetings.mailing import told
from meetings.models import Invitation, Meeting, MeetingMessage
from meetings.planning import hosting
from meetings.querysets import InvitationQuerySet
from partnership.mail import outbox
from partnership.people.models import User

UPDATE = "meetings.update"
PROGRAMME = "meetings.programme"
CANCELLATION = "meetings.cancellation"
URGENT = "meetings.urgent"


@transaction.atomic
def send_update(*, meeting: Meeting, by: User, text: str = "") -> MeetingMessage:
    """Tell of a changed time or place; held a while, so that it can be undone.

    A change sent a moment ago that nobody has got is taken back: the new mail says both.
    """
    meeting = lock(meeting)
    _refuse_unless_published(meeting)
    if not meeting.has_unsent_change:
        raise CannotSend(_("Time and place are as people were last told. Nothing was sent."))
    rows = _told(meeting)
    _refuse_if_nobody_knows(rows)
    kept, text = _fold(meeting, text)
    if not meeting.has_unsent_change:
        raise CannotSend(_("Time and place are as people know them. Undo the change that waits to be sent."))
    _change(meeting)
    return _say(meeting, MeetingMessage.Kind.UPDATE, UPDATE, by, text=text, held=True, to=rows, before=kept)


@transaction.atomic
def programme_ready(*, meeting: Meeting, by: User) -> MeetingMessage:
    """The programme that was to come later: into calendars, and nobody answers again. A new place goes with it."""
    meeting = lock(meeting)
    _refuse_unless_published(meeting)
    if not meeting.programme.exists():
        raise CannotSend(_("The programme is empty. Write it first."))
    if told.time_has_moved(meeting):
        raise CannotSend(_("The time has been changed. Send the change first: people must answer again."))
    rows = _told(meeting)
    _refuse_if_nobody_knows(rows)
    kept = told.before(meeting)
    meeting.is_save_the_date = False
    meeting.save(update_fields=["is_save_the_date"])
    _change(meeting)
    return _say(meeting, MeetingMessage.Kind.PROGRAMME, PROGRAMME, by, held=True, to=rows, before=kept)


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
    _drop_what_is_held(meeting, now)
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
    return _say(meeting, MeetingMessage.Kind.CANCELLATION, CANCELLATION, by, text=reason, to=_told(meeting))


@transaction.atomic
def send_urgent(*, meeting: Meeting, text: str, by: User) -> MeetingMessage:
    """«Ny lenke til møtet kl. 9»: goes first, to those who come or may come. Sends the calendar too.

    A change of time or place that goes with it is told to the others as well, as an ordinary change: nobody is left
    with the old link. A programme that waits to be sent goes along: undoing it would take the new time back.
    """
    meeting = lock(meeting)
    _refuse_unless_published(meeting)
    coming = _told(meeting).coming_or_maybe()
    if not coming.exists():
        raise CannotSend(_("Nobody has said that they come yet. Nothing was sent."))
    others = _told(meeting).not_coming()
    kept, why = _fold(meeting, text)
    if not meeting.has_unsent_change:
        return _say(meeting, MeetingMessage.Kind.URGENT, URGENT, by, text=text, to=coming)
    _change(meeting)
    _let_programme_go(meeting)
    if others.exists():
        _say(meeting, MeetingMessage.Kind.UPDATE, UPDATE, by, text=why, to=others, before=kept, is_for_host=False)
    return _say(meeting, MeetingMessage.Kind.URGENT, URGENT, by, text=why, to=coming, before=kept)


def goes_with_urgent(meeting: Meeting) -> bool:
    """Whether an urgent message now takes a change with it, and so reaches everyone."""
    held = MeetingMessage.objects.of([meeting.pk]).undoable().changing()
    return meeting.has_unsent_change or held.filter(kind=MeetingMessage.Kind.UPDATE).exists()


def goes_with_programme(meeting: Meeting, *, has_programme: bool) -> bool:
    """Whether the programme is what to send next: people hold the date for it, and nothing must be told first."""
    if not (has_programme and meeting.people_hold_the_date) or told.time_has_moved(meeting):
        return False
    return not (meeting.is_save_the_date and meeting.has_unsent_change)


def _told(meeting: Meeting) -> InvitationQuerySet:
    return Invitation.objects.active().sent().filter(meeting=meeting).first_mail_has_left()


def _change(meeting: Meeting) -> None:
    """What stands on the meeting is what people are told; if it moved, an earlier answer was to another time."""
    if told.time_has_moved(meeting):
        meeting.sequence, meeting.dtstamp = meeting.sequence + 1, timezone.now()
    meeting.announced = meeting.announcement()
    meeting.save(update_fields=["sequence", "dtstamp", "announced"])


def _fold(meeting: Meeting, text: str) -> tuple[dict[str, Any], str]:
    """Take back a change that nobody has got; gives what people knew before it, and both sentences."""
    kept = told.before(meeting)
    held = MeetingMessage.objects.of([meeting.pk]).undoable().changing()
    earlier = held.filter(kind=MeetingMessage.Kind.UPDATE).order_by("pk").first()
    if earlier is None:
        return kept, text
    outbox.take_back(group=earlier.group)
    outbox.take_back(group=hosting.group(earlier))
    earlier.undone_at = timezone.now()
    earlier.save(update_fields=["undone_at"])
    known = {name: (earlier.before or {})[name] for name in ("announced", "sequence", "dtstamp")}
    for later in held.filter(pk__gt=earlier.pk):
        later.before = (later.before or {}) | known
        later.save(update_fields=["before"])
    kept |= known
    told.put_back(meeting, kept)
    return kept, "\n".join(filter(None, (earlier.text, text)))


def _let_programme_go(meeting: Meeting) -> None:
    """Without the time to undo it; else what leaves now would be written from what people knew before it."""
    held = MeetingMessage.objects.of([meeting.pk]).undoable().filter(kind=MeetingMessage.Kind.PROGRAMME)
    for message in held:
        outbox.let_go(group=message.group)
        outbox.let_go(group=hosting.group(message))
    held.update(goes_at=timezone.now())


def _drop_what_is_held(meeting: Meeting, now: dt.datetime) -> None:
    """What can still be undone never leaves: people know what they knew before it."""
    held = MeetingMessage.objects.of([meeting.pk]).undoable()
    oldest = held.changing().order_by("pk").first()
    if oldest is not None and oldest.kind != MeetingMessage.Kind.INVITATION:
        told.put_back(meeting, oldest.before or {})
    held.update(undone_at=now)


def _say(
    meeting: Meeting,
    kind: MeetingMessage.Kind,
    mail: str,
    by: User | None,
    *,
    to: InvitationQuerySet,
    text: str = "",
    held: bool = False,
    before: dict[str, Any] | None = None,
    is_for_host: bool = True,
) -> MeetingMessage:
    now = timezone.now()
    rows = Invitation.objects.filter(pk__in=list(to.values_list("pk", flat=True)))
    hold = settings.MAIL_HOLD_SECONDS if held else 0
    message = MeetingMessage.objects.create(
        meeting=meeting, kind=kind, by=by, at=now, goes_at=now + dt.timedelta(seconds=hold), text=text, before=before
    )
    if before is not None:
        outbox.overtake(kind=mail, subjects=rows.values("pk"))
        # Invitations still in the house say the new time themselves, when the change can no longer be undone.
        everyone = Invitation.objects.active().filter(meeting=meeting).values("pk")
        outbox.hold_until(message.goes_at, kind=INVITATION, subjects=everyone)
    message.recipients = outbox.enqueue_from(
        rows.mail_rows(meeting.language),
        kind=mail,
        version=message.pk,
        group=message.group,
        not_before=message.goes_at,
        expires_at=meeting.end,
    )
    message.save(update_fields=["recipients"])
    if is_for_host:
        hosting.tell(message)
    board.touch(meeting.pk)
    following.touch(meeting.pk)
    return message


def _refuse_if_nobody_knows(rows: InvitationQuerySet) -> None:
    if not rows.exists():
        text = _("The invitations have not left yet. Undo them and send again, or wait until they have left.")
        raise CannotSend(text)


def _refuse_unless_published(meeting: Meeting) -> None:
    if meeting.is_cancelled:
        raise CannotSend(_("The meeting is cancelled."))
    if meeting.is_draft:
        raise CannotSend(_("Nobody is invited yet."))
    if meeting.is_over:
        raise CannotSend(_("The meeting is over."))
