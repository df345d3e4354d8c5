"""What whoever sent an idea may do with it, by the private link alone. A link that is used proves the address.

Verbs raise ``ValidationError`` ({field: sentence}); nothing is then changed.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import events
from ideas.intake import receiving
from ideas.life import moving
from ideas.life.stages import Stage
from ideas.mailing import telling
from ideas.models import EventKind, Idea, IdeaSender, Lesson, Message, Visibility
from ideas.models.idea import SENDER
from ideas.whose import holding
from partnership.common import links

# Of one address, when it asks for its links again.
LINKS_AT_ONCE = 10


def by_token(token: str) -> IdeaSender | None:
    """None for a link that is none of ours, has been replaced, or whose sender has been forgotten."""
    try:
        link = links.read(SENDER, token)
    except links.BadLink:
        return None
    related = ("idea__municipality", "idea__holder_seat", "idea__holder_person", "idea__merged_into")
    found = IdeaSender.objects.select_related(*related)
    return found.filter(pk=link.pk, link_version=link.version, forgotten_at__isnull=True).first()


def was_ours(token: str) -> bool:
    """Whether the link once opened an idea."""
    try:
        return IdeaSender.objects.filter(pk=links.read(SENDER, token).pk).exists()
    except links.BadLink:
        return False


@transaction.atomic
def confirm(*, sender: IdeaSender) -> bool:
    """«Ja, det var jeg», also after «it was not me»."""
    if sender.refused_at is not None:
        sender.refused_at = None
        sender.save(update_fields=["refused_at"])
    return receiving.confirm(sender=sender)


@transaction.atomic
def refuse(*, sender: IdeaSender) -> None:
    """«Det var ikke meg»: no more mail goes to the address; the municipality keeps the idea. Twice is once."""
    stored = IdeaSender.objects.select_for_update(of=("self",)).get(pk=sender.pk)
    if stored.refused_at is not None:
        return
    stored.refused_at = timezone.now()
    stored.save(update_fields=["refused_at"])
    events.record(sender.idea, EventKind.REFUSED, by=None, is_senders=True, is_internal=True)


@transaction.atomic
def write(*, sender: IdeaSender, text: str) -> Message:
    """«Skriv til Kari»."""
    confirm(sender=sender)
    return Message.objects.create(idea=sender.idea, text=text.strip(), is_senders=True)


@transaction.atomic
def withdraw(*, sender: IdeaSender, why: str = "") -> None:
    """Nobody works on it any more, and only the contact sees it; what everybody reads of what was learned stays.

    Twice is once; a finished one cannot be.
    """
    confirm(sender=sender)
    idea = holding.lock(sender.idea)
    if idea.stage == Stage.WITHDRAWN:
        return
    moving.move(idea=idea, to=Stage.WITHDRAWN, by=None, reason=why, is_senders=True)
    Idea.objects.filter(pk=idea.pk).update(visibility=Visibility.CONTACT)
    Lesson.objects.ask_no_more(idea)


def may_be_shown_to(idea: Idea) -> list[str]:
    """From narrow to wide. To everybody only when somebody in the municipality has read it: no stranger's text
    stands on the open web unread."""
    wide = [Visibility.CONTACT, Visibility.AREA, Visibility.PARTNERSHIP]
    return [*wide, Visibility.PUBLIC] if idea.seen_at or idea.visibility == Visibility.PUBLIC else [*wide]


@transaction.atomic
def show_to(*, sender: IdeaSender, visibility: str) -> bool:
    """«La flere se den», and back again. Whether it was news."""
    confirm(sender=sender)
    idea = holding.lock(sender.idea)
    if visibility not in may_be_shown_to(idea):
        raise ValidationError({"visibility": _("Choose one of those on the list.")})
    if not idea.is_open and idea.stage not in (Stage.ENDED, Stage.SHARED):
        raise ValidationError({"visibility": _("Nobody works on the idea any more.")})
    if idea.visibility == visibility:
        return False
    is_wider = not idea.sees_at_least(visibility)
    was = events.before(idea)
    idea.visibility = visibility
    idea.save(update_fields=["visibility"])
    kind = EventKind.WIDENED if is_wider else EventKind.NARROWED
    events.record(idea, kind, by=None, was=was, is_senders=True)
    return True


@transaction.atomic
def renew_link(*, sender: IdeaSender) -> None:
    """The old link stops at once; the new one comes by mail alone, so that whoever found the old one has nothing."""
    stored = IdeaSender.objects.select_for_update(of=("self",)).select_related("idea").get(pk=sender.pk)
    stored.link_version += 1
    stored.save(update_fields=["link_version"])
    telling.link(stored)


def send_links(email: str) -> None:
    """Mail an address the links to its own ideas, the newest first; silent about whether there are any."""
    mine = IdeaSender.objects.select_related("idea").filter(email=email.strip().lower())
    for sender in mine.order_by("-idea__received_at", "-pk")[:LINKS_AT_ONCE]:
        telling.link(sender)
