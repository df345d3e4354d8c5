"""Mails to a colleague an idea was given to, and to a sender somebody has written to. They hold its number alone."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ideas.mailing import acting_links
from ideas.models import IdeaEvent, Message
from ideas.talk import letters
from ideas.whose import whom
from partnership.mail.kinds import Obsolete, RowMail
from partnership.mail.models import OutgoingMail, Priority


class GivenMail(RowMail):
    """To a named person; ``subject_id`` is the event. Obsolete when it was undone or lies with somebody else."""

    name = letters.GIVEN
    label = gettext_lazy("an idea lies with you")
    template = "ideas/mails/given"
    priority = Priority.CHANGE

    def subjects(self, pks: list[int]) -> dict[int, IdeaEvent]:
        related = ("idea__municipality", "idea__holder_person", "idea__holder_seat", "by")
        return IdeaEvent.objects.select_related(*related).in_bulk(pks)

    def context(self, mail: OutgoingMail, event: IdeaEvent | None) -> dict[str, Any] | Obsolete:
        person = event.idea.holder_person if event else None
        if event is None or person is None or person.pk != mail.person_id or not event.idea.is_open:
            return Obsolete("it lies with somebody else now")
        return {
            "greeting": person.first_name,
            "idea": event.idea,
            "by": event.by,
            "url": settings.PORTAL_URL + event.idea.get_absolute_url(),
            "acting_url": acting_links.url(event.idea, person),
            "why": _("You get this because an idea was given to you."),
        }


class MessageMail(RowMail):
    """To the sender; ``subject_id`` is the message."""

    name = letters.MESSAGE
    label = gettext_lazy("a message about your idea")
    recipient_in_words = gettext_lazy("the sender of an idea")
    template = "ideas/mails/message"
    priority = Priority.CHANGE

    def subjects(self, pks: list[int]) -> dict[int, Message]:
        related = ("idea__municipality", "idea__sender", "idea__holder_person", "idea__holder_seat", "by")
        return Message.objects.select_related(*related).in_bulk(pks)

    def context(self, mail: OutgoingMail, message: Message | None) -> dict[str, Any] | Obsolete:
        sender = getattr(message.idea, "sender", None) if message else None
        if message is None or sender is None or not sender.gets_mail:
            return Obsolete("the sender wants no mail, or it is gone")
        by = message.by.name if message.by else str(whom.one(message.idea, None).name)
        return {
            "greeting": sender.first_name,
            "idea": message.idea,
            "name": by,
            "url": settings.PORTAL_URL + sender_page(sender.token()),
            "why": _("You get this because you sent the idea."),
        }


def sender_page(token: str) -> str:
    """The path of the sender's own page."""
    try:
        return reverse("idea_links:sender", args=[token])
    except NoReverseMatch:
        return "/"
