"""Which mail the sender of an idea gets, and when. The mails themselves lie in ``ideas.mailing.mails``.

A mail holds nothing of the idea but its number. Whoever said «it was not me» gets none.
"""

from __future__ import annotations

import datetime as dt
from hashlib import sha256

from django.conf import settings
from django.utils import timezone

from ideas.life.stages import Stage
from ideas.models import EventKind, Idea, IdeaEvent, IdeaSender, Support
from partnership.mail import outbox
from partnership.mail.models import OutgoingMail, Priority

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
    """Number and promised day to a municipality without a contact; 0 when there is no address. Once a link.

    What a stranger sent waits until the address is proved: a false one fills nobody's mailbox.
    """
    place = idea.municipality
    sender = IdeaSender.objects.filter(idea=idea).first()
    if not place.postmottak or (sender is not None and sender.confirmed_at is None):
        return 0
    version = idea.postmottak_version
    draft = outbox.Draft(POSTMOTTAK, idea.pk, to_email=place.postmottak, to_name=place.name, version=version)
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
    """That something has happened; what, stands on the sender's page.

    One mail a day to an address, about all its ideas: held two minutes, as *Angre* is, and with what came before it
    and has not left. It is no answer to what the sender did, as the receipt and the link are.
    """
    sender = IdeaSender.objects.select_related("idea").filter(idea=event.idea_id).first()
    if sender is None or not sender.gets_mail or event.is_senders or event.is_internal or _is_in_receipt(event):
        return 0
    is_correction = event.kind == EventKind.UNDONE
    hold = dt.timedelta(seconds=0 if is_correction else settings.MAIL_HOLD_SECONDS)
    draft = outbox.Draft(
        kind=STATUS,
        subject_id=event.pk,
        to_email=sender.email,
        to_name=sender.name,
        language=sender.language,
        thread=status_thread(sender.email),
        group=thread(sender.idea),
        priority=Priority.CHANGE if is_correction else None,
        not_before=timezone.now() + hold,
    )
    return outbox.enqueue([draft])


def of_undoing(event: IdeaEvent, *, told: IdeaEvent) -> int:
    """``told`` says that ``event`` was a mistake: at once, and to nobody who has not had the mail about it."""
    mail = OutgoingMail.objects.about(STATUS, event.pk).first()
    if mail is None or not OutgoingMail.objects.of_thread(mail.thread).begun().filter(pk__gte=mail.pk).exists():
        return 0
    return of_change(told)


def status_thread(address: str) -> str:
    """What is to be told one address goes together."""
    return f"idea-news:{sha256(address.lower().encode()).hexdigest()[:32]}"


def _is_in_receipt(event: IdeaEvent) -> bool:
    """Another municipality has taken it over: the sender gets a receipt with the new number from there."""
    is_passed_on = event.kind == EventKind.MOVED and event.new_stage == Stage.PASSED_ON
    return is_passed_on and event.idea.went_to.filter(sender__isnull=False).exists()


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
