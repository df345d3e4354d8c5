"""Who has the meeting, and what they get: a test before the sending, and the host's own calendar entry with it.

Co-hosts' officers organise too; they have the meeting in their calendar feed.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from meetings import board
from meetings.models import Invitation, Meeting, MeetingMessage
from partnership.mail import outbox
from partnership.partners.models import Partner, PartnerOfficer
from partnership.people.models import Seat, User

ENTRY = "meetings.host_entry"
CANCELLED = "meetings.host_cancellation"
REMOVED = "meetings.host_removal"
TEST = "meetings.test"


def send_test(*, meeting: Meeting, to: User) -> None:
    """The invitation as it will look, to ``to`` and nobody else; once a second at most."""
    now = timezone.now()
    # ``resend`` keeps two organisers who press in the same second apart.
    draft = outbox.to_person(
        to,
        kind=TEST,
        subject_id=meeting.pk,
        version=int(now.timestamp()),
        resend=to.pk % 32_000,
        language=meeting.language,
    )
    outbox.enqueue([draft])


def candidates(meeting: Meeting, cohosts: Iterable[Partner]) -> QuerySet[User]:
    """Today's officers of the partners that have it, or those in the role that has it; and today's host."""
    partners = [partner.pk for partner in cohosts]
    if meeting.owner_partner_id:
        partners.append(meeting.owner_partner_id)
    officers = User.objects.with_current_seat_in(
        PartnerOfficer.objects.open().filter(partner__in=partners).values("pk")
    )
    own = User.objects.with_current_seat_in(Seat.objects.filter(pk=meeting.owner_seat_id or 0).values("pk"))
    return (officers | own | User.objects.filter(pk=meeting.host_id)).order_by("sort_name").distinct()


def partner_of_host(meeting: Meeting) -> int | None:
    """Key of the one of its partners that the host is an adviser of today; the owner before those it is held with."""
    own = {seat.partner_id for seat in PartnerOfficer.objects.held_by(meeting.host)}
    partners = [meeting.owner_partner_id, *meeting.cohosts.values_list("pk", flat=True)]
    return next((pk for pk in partners if pk in own), None)


@transaction.atomic
def change_host(*, meeting: Meeting, host: User, phone: str, by: User | None) -> None:
    """From now on ``host`` is the one people call; the calendar entry goes from the old host to the new."""
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("host").get(pk=meeting.pk)
    old = meeting.host
    meeting.host, meeting.host_phone = host, phone
    if old.pk == host.pk:
        meeting.save(update_fields=["host_phone"])
        return
    held = list(MeetingMessage.objects.of([meeting.pk]).undoable())
    for message in held:
        outbox.take_back(group=group(message))
    meeting.save(update_fields=["host", "host_phone"])
    if meeting.takes_answers:
        _move_entry(meeting, old, held, by)
    board.touch(meeting.pk)


def _move_entry(meeting: Meeting, old: User, held: list[MeetingMessage], by: User | None) -> None:
    has_entry = thread(meeting) not in outbox.supersede(threads=[thread(meeting)])
    sent = MeetingMessage.objects.of([meeting.pk]).filter(undone_at=None).exclude(pk__in=[one.pk for one in held])
    if sent.exists():
        message = MeetingMessage.objects.create(meeting=meeting, kind=MeetingMessage.Kind.HOST, by=by, recipients=1)
        if has_entry and not _is_invited(meeting, old):
            _enqueue(message, REMOVED, old)
        tell(message)
    for message in held:
        message.meeting = meeting
        tell(message)


def thread(meeting: Meeting) -> str:
    return f"host:{meeting.pk}"


def _is_invited(meeting: Meeting, person: User) -> bool:
    return Invitation.objects.active().filter(meeting=meeting).with_address(person.email).exists()


def group(message: MeetingMessage) -> str:
    """The outbox group of the host's entry, beside the sending's own."""
    return f"{message.group}:host"


def tell(message: MeetingMessage) -> None:
    """Put the meeting into the host's calendar, change it there, or take it out; unless the host is invited too."""
    meeting = message.meeting
    if _is_invited(meeting, meeting.host):
        return
    kind = ENTRY
    if message.kind == MeetingMessage.Kind.CANCELLATION:
        kind = CANCELLED
        if outbox.supersede(threads=[thread(meeting)]):
            return  # the entry never left the house
    _enqueue(message, kind, meeting.host)


def _enqueue(message: MeetingMessage, kind: str, to: User) -> None:
    meeting = message.meeting
    draft = outbox.to_person(
        to,
        kind=kind,
        subject_id=meeting.pk,
        version=message.pk,
        language=meeting.language,
        thread=thread(meeting),
        group=group(message),
        not_before=message.goes_at,
        expires_at=meeting.end,
    )
    outbox.enqueue([draft])
