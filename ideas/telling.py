"""Which mail the sender of an idea gets, and when. The mails themselves lie in ``ideas.mails``.

A mail holds nothing of the idea but its number. Whoever said «it was not me» gets none.
"""

from __future__ import annotations

from ideas.models import Idea, IdeaEvent, IdeaSender
from partnership.mail import outbox

RECEIPT = "ideas.receipt"
STATUS = "ideas.status"


def thread(idea: Idea) -> str:
    return f"idea:{idea.pk}"


def receipt(sender: IdeaSender) -> int:
    """Number, who has it, the promised day and the private link; using the link proves the address."""
    return _send(sender, RECEIPT, subject_id=sender.pk)


def of_change(event: IdeaEvent) -> int:
    """That something has happened; what, stands on the sender's page."""
    sender = IdeaSender.objects.filter(idea=event.idea_id).first()
    if sender is None or event.is_senders or event.is_internal:
        return 0
    return _send(sender, STATUS, subject_id=event.pk)


def _send(sender: IdeaSender, kind: str, *, subject_id: int, version: int = 0) -> int:
    if not sender.gets_mail:
        return 0
    return outbox.enqueue(
        [
            outbox.Draft(
                kind=kind,
                subject_id=subject_id,
                version=version,
                to_email=sender.email,
                to_name=sender.name,
                language=sender.language,
                thread=thread(sender.idea),
            )
        ]
    )
