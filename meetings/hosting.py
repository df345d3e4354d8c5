"""The host's own calendar entry: what was sent, sent to the one who sent it, unless they are among the invited."""

from __future__ import annotations

from meetings.models import Invitation, MeetingMessage
from partnership.mail import outbox

ENTRY = "meetings.host_entry"
CANCELLED = "meetings.host_cancellation"


def tell(message: MeetingMessage) -> None:
    """Put the meeting into the host's calendar, change it there, or take it out; in the sending's own group."""
    meeting = message.meeting
    if Invitation.objects.active().filter(meeting=meeting).with_address(meeting.host.email).exists():
        return
    thread = f"host:{meeting.pk}"
    kind = ENTRY
    if message.kind == MeetingMessage.Kind.CANCELLATION:
        kind = CANCELLED
        if outbox.supersede(threads=[thread]):
            return  # the entry never left the house
    outbox.enqueue(
        [
            outbox.Draft(
                kind=kind,
                subject_id=meeting.pk,
                version=message.pk,
                to_email=meeting.host.email,
                to_name=meeting.host.name,
                person_id=meeting.host_id,
                language=meeting.language,
                thread=thread,
                group=message.group,
                not_before=message.goes_at,
                expires_at=meeting.end,
            )
        ]
    )
