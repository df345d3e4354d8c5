"""What those who have the meeting get: a test before the sending, and the host's own calendar entry with it."""

from __future__ import annotations

from django.utils import timezone

from meetings.models import Invitation, Meeting, MeetingMessage
from partnership.mail import outbox
from partnership.people.models import User

ENTRY = "meetings.host_entry"
CANCELLED = "meetings.host_cancellation"
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


def group(message: MeetingMessage) -> str:
    """The outbox group of the host's entry, beside the sending's own."""
    return f"{message.group}:host"


def tell(message: MeetingMessage) -> None:
    """Put the meeting into the host's calendar, change it there, or take it out; unless the host is invited too."""
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
            outbox.to_person(
                meeting.host,
                kind=kind,
                subject_id=meeting.pk,
                version=message.pk,
                language=meeting.language,
                thread=thread,
                group=group(message),
                not_before=message.goes_at,
                expires_at=meeting.end,
            )
        ]
    )
