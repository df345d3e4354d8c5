"""Which mail the sender of an idea gets, and when. The mails themselves lie in ``ideas.mails``.

A mail holds nothing of the idea but its number. Whoever said «it was not me» gets none.
"""

from __future__ import annotations

from django.utils import timezone

from ideas.models import Idea, IdeaEvent, IdeaSender, Support
from partnership.mail import outbox

RECEIPT = "ideas.receipt"
STATUS = "ideas.status"
LINK = "ideas.link"
POSTMOTTAK = "ideas.to_postmottak"
SUPPORT = "ideas.support"


def thread(idea: Idea) -> str:
    return f"idea:{idea.pk}"


def receipt(sender: IdeaSender) -> int:
    """Number, who has it, the promised day and the private link; using the link proves the address."""
    return _send(sender, RECEIPT, subject_id=sender.pk)


def link(sender: IdeaSender) -> int:
    """The private link once more, at most one an hour."""
    return _send(sender, LINK, subject_id=sender.pk, version=sender.link_version, resend=_hour())


def to_postmottak(idea: Idea) -> int:
    """Number and promised day to a municipality without a contact; 0 when the register has no address."""
    place = idea.municipality
    if not place.postmottak:
        return 0
    draft = outbox.Draft(kind=POSTMOTTAK, subject_id=idea.pk, to_email=place.postmottak, to_name=place.name)
    return outbox.enqueue([draft])


def support(row: Support) -> int:
    """A link that proves the address; at most one an hour."""
    draft = outbox.Draft(
        kind=SUPPORT, subject_id=row.pk, version=row.link_version, resend=_hour(), to_email=row.email
    )
    return outbox.enqueue([draft])


def _hour() -> int:
    """Which hour of the year it is: what is asked for twice within one is sent once."""
    now = timezone.now()
    return now.timetuple().tm_yday * 24 + now.hour


def of_change(event: IdeaEvent) -> int:
    """That something has happened; what, stands on the sender's page."""
    sender = IdeaSender.objects.filter(idea=event.idea_id).first()
    if sender is None or event.is_senders or event.is_internal:
        return 0
    return _send(sender, STATUS, subject_id=event.pk)


def _send(sender: IdeaSender, kind: str, *, subject_id: int, version: int = 0, resend: int = 0) -> int:
    if not sender.gets_mail:
        return 0
    return outbox.enqueue(
        [
            outbox.Draft(
                kind=kind,
                subject_id=subject_id,
                version=version,
                resend=resend,
                to_email=sender.email,
                to_name=sender.name,
                language=sender.language,
                thread=thread(sender.idea),
            )
        ]
    )
