"""A full room: who waits, and moving up by itself when a place is free."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from meetings import board
from meetings.models import Attends, Invitation, Meeting, Reply
from partnership.mail import outbox

PLACE_FREE = "meetings.place_free"


def taken(meeting: Meeting) -> int:
    """Places in the room that are taken: those who come, in the room, and do not wait."""
    return Invitation.objects.active().filter(meeting=meeting).with_place_in_room().count()


def is_full(meeting: Meeting) -> bool:
    return meeting.capacity is not None and meeting.has_room and taken(meeting) >= meeting.capacity


def needs_room(meeting: Meeting, attends: str) -> bool:
    """Whether such an answer takes a place: digital ones never do."""
    return meeting.has_room and (not meeting.is_digital or attends != Attends.DIGITAL)


def holds_place(invitation: Invitation) -> bool:
    """In the room: comes there, or has a colleague's place kept until the answer is there."""
    if invitation.place_kept_at is not None:
        return True
    return invitation.has_place and needs_room(invitation.meeting, invitation.attends)


def places_in_line(meeting: Meeting) -> dict[int, int]:
    """Who waits, by key, in the order they move up in."""
    rows = Invitation.objects.active().filter(meeting=meeting).by_turn()
    return {pk: number for number, pk in enumerate(rows.values_list("pk", flat=True), 1)}


@transaction.atomic
def move_up(*, meeting: Meeting) -> list[Invitation]:
    """Give free places to those who have waited longest, and tell them at once.

    For a colleague who has not answered yet the place is kept, as it is when the place itself was given on.
    """
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if not meeting.takes_answers:
        return []
    waiting = list(Invitation.objects.active().filter(meeting=meeting).by_turn().select_for_update(of=("self",)))
    free = len(waiting) if meeting.capacity is None else max(0, meeting.capacity - taken(meeting))
    moved = waiting[:free]
    for invitation in moved:
        if invitation.reply != Reply.COMES:
            invitation.place_kept_at = timezone.now()
        invitation.waiting_since = invitation.waits_from = None
        invitation.save(update_fields=["waiting_since", "waits_from", "place_kept_at"])
    if moved:
        _tell(moved, meeting)
        board.touch(meeting.pk)
    return moved


def _tell(moved: list[Invitation], meeting: Meeting) -> None:
    outbox.enqueue(
        outbox.Draft(
            kind=PLACE_FREE,
            subject_id=invitation.pk,
            version=int(timezone.now().timestamp()),
            to_email=invitation.email,
            to_name=invitation.name,
            person_id=invitation.person_id,
            language=meeting.language,
            thread=invitation.thread,
            expires_at=meeting.start,
        )
        for invitation in moved
        if invitation.reply == Reply.COMES
    )
