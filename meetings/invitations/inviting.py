"""Sending invitations, taking them back, withdrawing them.

Every verb locks the meeting's row first, so that a double press is one sending. ``CannotSend`` carries a sentence
for the person who pressed; nothing is then changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import BigIntegerField, CharField, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings import board
from meetings.day import following
from meetings.invitations import waiting_list, wishing
from meetings.mailing import calendar_versions, told
from meetings.models import AudienceGuest, Invitation, Meeting, MeetingMessage
from meetings.planning import audience, guests, hosting
from meetings.querysets import InvitationQuerySet
from partnership.common import norwegian
from partnership.mail import outbox
from partnership.mail.models import OutgoingMail
from partnership.people.models import User

INVITATION = "meetings.invitation"
WITHDRAWAL = "meetings.withdrawal"


class CannotSend(Exception):
    """Why nothing was sent, in words for the organiser."""


@transaction.atomic
def invite(*, meeting: Meeting, by: User | None) -> MeetingMessage | None:
    """Invite everyone in the audience who is not invited yet; None when there is nobody new.

    The mails are held for ``MAIL_HOLD_SECONDS``, so that the press can be undone. The first sending publishes the
    meeting.
    """
    meeting = lock(meeting)
    _refuse_if_closed(meeting)
    if reason := guests.why_not(meeting):
        raise CannotSend(reason)
    now = timezone.now()
    goes_at = now + dt.timedelta(seconds=settings.MAIL_HOLD_SECONDS)
    count = sum(insert(meeting, now, goes_at) for insert in (_insert_holders, _insert_persons, _insert_guests))
    if count == 0:
        if not Invitation.objects.active().sent().filter(meeting=meeting).exists():
            raise CannotSend(_("The audience is empty. Choose whom the meeting is for first."))
        return None
    new = Invitation.objects.active().filter(meeting=meeting, invited_at=goes_at)
    calendar_versions.begin_above_earlier(meeting, new)
    message = _mail(meeting, now, goes_at, by, count)
    if meeting.is_draft:
        hosting.tell(message)
    _publish(meeting, goes_at)
    board.touch(meeting.pk)
    return message


@transaction.atomic
def invite_one(*, invitation: Invitation, by: User | None) -> MeetingMessage:
    """Send one more invitation, such as a colleague's or an approved guest's. Not held: one person waits for it."""
    now = timezone.now()
    meeting = invitation.meeting
    invitation.invited_at = now
    invitation.organizer_email, invitation.sequence = settings.MAIL_FROM, meeting.sequence
    invitation.save()
    calendar_versions.begin_above_earlier(meeting, Invitation.objects.filter(pk=invitation.pk))
    message = MeetingMessage.objects.create(
        meeting=meeting, kind=MeetingMessage.Kind.INVITATION, by=by, at=now, goes_at=now, recipients=1
    )
    _enqueue(message, Invitation.objects.filter(pk=invitation.pk), INVITATION)
    board.touch(meeting.pk)
    return message


@transaction.atomic
def give_new_link(*, invitation: Invitation, by: User) -> None:
    """Make the person's link useless, which somebody else may have got, and mail a new one. Raises CannotSend."""
    meeting = lock(invitation.meeting)
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.is_withdrawn or not meeting.takes_answers:
        raise CannotSend(_("The meeting takes no answers now."))
    invitation.link_version += 1
    invitation.save()
    reached = Invitation.objects.filter(pk=invitation.pk).first_mail_has_left()
    if not reached.exists():
        return  # the invitation itself has not left: it will hold the new link
    _once_more(meeting, reached, by)


@transaction.atomic
def send_to_new_address(*, invitation: Invitation, email: str, by: User) -> bool:
    """Let the invitation, and all that is still to come, go to ``email``: at once, with a new link.

    The link that went to the old address opens nothing. False when the meeting takes no answers now: then nothing is
    sent, and only what follows goes to the new address.
    """
    meeting = lock(invitation.meeting)
    invitation.email = email
    invitation.link_version += 1
    invitation.save()
    waiting = outbox.readdress(thread=invitation.thread, to_email=email, to_name=invitation.name)
    row = Invitation.objects.filter(pk=invitation.pk)
    calendar_versions.begin_above_earlier(meeting, row)
    board.touch(meeting.pk)
    if not meeting.takes_answers:
        return False
    if INVITATION not in waiting:
        _again(meeting, invitation, row, by)
    return True


def _again(meeting: Meeting, invitation: Invitation, row: InvitationQuerySet, by: User) -> None:
    """The same mail under its next resend number; where it is no longer kept, a new one."""
    last = OutgoingMail.objects.of_thread(invitation.thread).of_kind(INVITATION).first()
    if last is None:
        _once_more(meeting, row, by)
        return
    outbox.resend(
        last,
        to_email=invitation.email,
        to_name=invitation.name,
        person_id=invitation.person_id,
        expires_at=meeting.end,
    )


def _once_more(meeting: Meeting, row: InvitationQuerySet, by: User) -> None:
    now = timezone.now()
    message = MeetingMessage.objects.create(
        meeting=meeting, kind=MeetingMessage.Kind.INVITATION, by=by, at=now, goes_at=now, recipients=1
    )
    _enqueue(message, row, INVITATION)


@transaction.atomic
def undo(*, message: MeetingMessage, by: User) -> int:
    """*Angre*: take back what has not left the house; returns how many mails. Raises CannotSend when too late."""
    meeting = lock(message.meeting)
    message = MeetingMessage.objects.select_for_update().get(pk=message.pk)
    if not message.can_be_undone:
        raise CannotSend(_("It is too late to undo: the mails have left."))
    later = MeetingMessage.objects.of([meeting.pk]).undoable().changing().filter(pk__gt=message.pk)
    if message.before is not None and later.exists():
        raise CannotSend(_("Undo the latest sending first."))
    taken = outbox.take_back(group=message.group)
    outbox.take_back(group=hosting.group(message))
    message.undone_at = timezone.now()
    message.save(update_fields=["undone_at"])
    if message.kind == MeetingMessage.Kind.INVITATION:
        Invitation.objects.filter(meeting=meeting, invited_at=message.goes_at).first_mail_never_decided(
            kind=INVITATION, version=message.pk
        ).delete()
        _unpublish_if_nobody_knows(meeting)
    elif message.before is not None:
        told.put_back(meeting, message.before)
    board.touch(meeting.pk)
    following.touch(meeting.pk)
    return taken


@transaction.atomic
def withdraw(*, meeting: Meeting, invitations: Sequence[Invitation], sentence: str, by: User | None) -> int:
    """Take invitations back, with one sentence of why; those whose mail never left hear nothing."""
    meeting = lock(meeting)
    now = timezone.now()
    chosen = Invitation.objects.active().filter(meeting=meeting, pk__in=[one.pk for one in invitations])
    rows = list(chosen.select_for_update())
    if not rows:
        return 0
    never_left = outbox.supersede(threads=[row.thread for row in rows])
    for row in rows:
        row.withdrawn_at, row.withdrawn_reason = now, sentence[:300]
        row.waiting_since = row.waits_from = None
        row.save()
    wishing.drop_needs(rows)
    aware = [row.pk for row in rows if row.thread not in never_left and row.invited_at]
    if aware:
        message = MeetingMessage.objects.create(
            meeting=meeting, kind=MeetingMessage.Kind.WITHDRAWAL, by=by, at=now, text=sentence, recipients=len(aware)
        )
        _enqueue(message, Invitation.objects.filter(pk__in=aware), WITHDRAWAL)
    waiting_list.move_up(meeting=meeting)
    board.touch(meeting.pk)
    return len(rows)


def lock(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)


def _refuse_if_closed(meeting: Meeting) -> None:
    if meeting.is_cancelled:
        raise CannotSend(_("The meeting is cancelled."))
    if meeting.is_over:
        raise CannotSend(_("The meeting is over. Change the time before you send."))
    if not meeting.where_is_known and not meeting.is_save_the_date:
        raise CannotSend(_("Say where the meeting is, or that you only ask people to hold the date."))
    if not meeting.host_phone:
        raise CannotSend(_("Write the host's phone first: those invited may want to call."))


def _invited_persons(meeting: Meeting) -> QuerySet[Any, Any]:
    """Also whoever has another address by now than the invitation went to."""
    rows = Invitation.objects.active().filter(meeting=meeting, person__isnull=False)
    return rows.order_by().values("person")


def _insert_holders(meeting: Meeting, now: dt.datetime, goes_at: dt.datetime) -> int:
    terms = audience.holders(audience.of(meeting)).exclude(person__in=_invited_persons(meeting))
    terms = terms.order_by("person", "-since").distinct("person")
    return _insert(
        meeting,
        now,
        goes_at,
        terms.values_list(
            "person_id",
            "seat_id",
            "person__name",
            "person__sort_name",
            "person__email",
            "person__phone",
            "seat__place",
            "seat__sort_place",
        ),
    )


def _insert_persons(meeting: Meeting, now: dt.datetime, goes_at: dt.datetime) -> int:
    empty = Value("", output_field=CharField())
    persons = audience.persons(audience.of(meeting)).exclude(pk__in=_invited_persons(meeting)).order_by()
    return _insert(
        meeting,
        now,
        goes_at,
        persons.values_list(
            "pk", Cast(Value(None), BigIntegerField()), "name", "sort_name", "email", "phone", empty, empty
        ),
    )


def _insert(meeting: Meeting, now: dt.datetime, goes_at: dt.datetime, chosen: QuerySet[Any, Any]) -> int:
    """One INSERT … SELECT: who is invited already is left alone by the unique index."""
    # The inner query's own text and parameters come from Django; the rest are constants.
    try:
        inner, parameters = chosen.query.sql_with_params()
    except EmptyResultSet:
        return 0
    sql = f"""
        INSERT INTO meetings_invitation
            (meeting_id, person_id, seat_id, name, sort_name, email, phone, organisation, sort_organisation,
             role, reply, attends, comment, reply_source, organizer_email, sequence, link_version,
             created_at, invited_at, withdrawn_reason)
        SELECT %s, chosen.*, '', '', '', '', '', %s, %s, 1, %s, %s, '' FROM ({inner}) AS chosen
        ON CONFLICT DO NOTHING"""  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [meeting.pk, settings.MAIL_FROM, meeting.sequence, now, goes_at, *parameters])
        return int(cursor.rowcount)


def _insert_guests(meeting: Meeting, now: dt.datetime, goes_at: dt.datetime) -> int:
    taken = {email.lower() for email in Invitation.objects.active().filter(meeting=meeting).emails()}
    rows = [
        Invitation(
            meeting=meeting,
            name=guest.name,
            sort_name=norwegian.sort_key(guest.name),
            email=guest.email.strip().lower(),
            role=guest.role,
            organisation=guest.organisation,
            sort_organisation=norwegian.sort_key(guest.organisation),
            organizer_email=settings.MAIL_FROM,
            sequence=meeting.sequence,
            invited_at=goes_at,
        )
        for guest in AudienceGuest.objects.filter(meeting=meeting)
        if guest.email.strip().lower() not in taken
    ]
    return len(Invitation.objects.bulk_create(rows, batch_size=1000))


def _mail(meeting: Meeting, now: dt.datetime, goes_at: dt.datetime, by: User | None, count: int) -> MeetingMessage:
    message = MeetingMessage.objects.create(
        meeting=meeting,
        kind=MeetingMessage.Kind.INVITATION,
        by=by,
        at=now,
        goes_at=goes_at,
        recipients=count,
        before=told.before(meeting) if meeting.is_draft else None,
    )
    _enqueue(message, Invitation.objects.filter(meeting=meeting, invited_at=goes_at), INVITATION)
    return message


def _enqueue(message: MeetingMessage, rows: InvitationQuerySet, kind: str) -> int:
    return outbox.enqueue_from(
        rows.mail_rows(message.meeting.language),
        kind=kind,
        version=message.pk,
        group=message.group,
        not_before=message.goes_at,
        expires_at=message.meeting.end,
    )


def _publish(meeting: Meeting, goes_at: dt.datetime) -> None:
    """``published_at`` is when it is known: an open meeting has no page for strangers while it can be undone."""
    if meeting.is_draft:
        meeting.state, meeting.published_at = Meeting.State.PUBLISHED, goes_at
        meeting.announced = meeting.announcement()
        meeting.save(update_fields=["state", "published_at", "announced"])


def _unpublish_if_nobody_knows(meeting: Meeting) -> None:
    if not Invitation.objects.sent().filter(meeting=meeting).exists():
        meeting.state, meeting.published_at, meeting.announced = Meeting.State.DRAFT, None, {}
        meeting.save(update_fields=["state", "published_at", "announced"])
