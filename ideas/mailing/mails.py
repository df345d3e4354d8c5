"""Mails about ideas. None holds a word of the idea: number, office-holders' names, days and a link."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ideas.intake import postmottak, supporting
from ideas.mailing import status_news, telling, wording
from ideas.models import Idea, IdeaEvent, IdeaSender, Support
from ideas.whose import holders
from partnership.mail.kinds import Obsolete, RowMail
from partnership.mail.models import OutgoingMail, Priority


def page_of(sender: IdeaSender) -> str:
    return settings.PORTAL_URL + reverse("idea_links:sender", args=[sender.token()])


class SenderMail(RowMail):
    """To whoever sent the idea; the holders of a whole batch are read in one query."""

    priority = Priority.REMINDER
    recipient_in_words = gettext_lazy("the sender of an idea")

    def contexts(self, rows: list[OutgoingMail]) -> dict[int, dict[str, Any] | Obsolete]:
        found = self.subjects([row.subject_id for row in rows])
        ideas = {subject.idea_id: subject.idea for subject in found.values()}
        lies_with = holders.of_ideas(ideas.values())
        made: dict[int, dict[str, Any] | Obsolete] = {}
        for row in rows:
            context = self.context(row, found.get(row.subject_id))
            if isinstance(context, dict):
                context["holder"] = lies_with[context["idea"].pk]
            made[row.pk] = context
        return made

    def of_sender(self, sender: IdeaSender) -> dict[str, Any]:
        return {
            "idea": sender.idea,
            "number": sender.idea.number,
            "greeting": sender.first_name,
            "url": page_of(sender),
            "why": _("You get this because you sent an idea to your municipality."),
        }


class Receipt(SenderMail):
    """Number, who has it, the promised day, and the private link; using it proves the address."""

    name = telling.RECEIPT
    label = gettext_lazy("receipt for an idea")
    template = "ideas/mails/receipt"
    priority = Priority.INVITATION

    def subjects(self, pks: list[int]) -> dict[int, IdeaSender]:
        return _senders(pks)

    def context(self, mail: OutgoingMail, subject: IdeaSender | None) -> dict[str, Any] | Obsolete:
        if subject is None or not subject.gets_mail:
            return Obsolete("the sender gets no mail")
        return self.of_sender(subject)


class LinkMail(Receipt):
    """The private link once more, for whoever has lost it or has had it changed."""

    name = telling.LINK
    label = gettext_lazy("new link to an idea")
    template = "ideas/mails/link"
    priority = Priority.CODE

    def context(self, mail: OutgoingMail, subject: IdeaSender | None) -> dict[str, Any] | Obsolete:
        if subject is not None and subject.link_version != mail.version:
            return Obsolete("a newer link has been asked for")
        return super().context(mail, subject)


class Status(SenderMail):
    """That something has happened: one sentence, who has it, when the sender hears more.

    The newest that waits for an address tells of all its ideas; those before it are then obsolete, unless it has been
    undone meanwhile.
    """

    name = telling.STATUS
    label = gettext_lazy("news about an idea")
    template = "ideas/mails/status"
    one_a_day = True

    def subjects(self, pks: list[int]) -> dict[int, IdeaEvent]:
        return IdeaEvent.objects.in_bulk(pks)

    def contexts(self, rows: list[OutgoingMail]) -> dict[int, dict[str, Any] | Obsolete]:
        news = status_news.of(rows)
        ideas = {event.idea_id: event.idea for one in news.values() for event in one.events}
        lies_with = holders.of_ideas(ideas.values())
        lay_with = holders.after({event.pk: event for one in news.values() for event in one.events}.values())
        return {pk: self._of_news(one, lies_with, lay_with) for pk, one in news.items()}

    def context(self, mail: OutgoingMail, subject: IdeaEvent | None) -> dict[str, Any] | Obsolete:
        return self.contexts([mail])[mail.pk]

    def _of_news(
        self, news: status_news.News, lies_with: dict[int, holders.Holder], lay_with: dict[int, holders.Holder]
    ) -> dict[str, Any] | Obsolete:
        """``lies_with``: today, by idea; ``lay_with``: after each event."""
        if not news.events:
            return Obsolete("it has been undone, or the sender gets no mail")
        if news.is_overtaken:
            return Obsolete("told together with what came after")
        first, *others = [_told(events, lies_with[events[-1].idea_id], lay_with) for events in news.by_idea()]
        return self.of_sender(news.newest.idea.sender) | first | {"others": others}


def _told(events: list[IdeaEvent], holder: holders.Holder, lay_with: dict[int, holders.Holder]) -> dict[str, Any]:
    """``is_named``: a sentence says already whom it lies with now."""
    idea = events[-1].idea
    return {
        "idea": idea,
        "holder": holder,
        "is_named": any(event.kind in wording.NAMES_HOLDER and lay_with[event.pk] == holder for event in events),
        "sentences": list(dict.fromkeys(wording.happened(event, lay_with[event.pk]) for event in events)),
        "url": page_of(idea.sender),
    }


class ToPostmottak(RowMail):
    """A municipality without a contact has got an idea: who is to have it?"""

    name = telling.POSTMOTTAK
    label = gettext_lazy("idea to postmottak")
    template = "ideas/mails/to_postmottak"
    priority = Priority.INVITATION

    def subjects(self, pks: list[int]) -> dict[int, Idea]:
        return Idea.objects.with_holder().in_bulk(pks)

    def context(self, mail: OutgoingMail, subject: Idea | None) -> dict[str, Any] | Obsolete:
        if subject is None or not subject.lies_with_postmottak:
            return Obsolete("it lies with somebody")
        if subject.postmottak_version != mail.version:
            return Obsolete("a newer link has been asked for")
        return {
            "idea": subject,
            "place": subject.municipality,
            "url": settings.PORTAL_URL + reverse("idea_links:postmottak", args=[postmottak.token(subject)]),
            "contact_email": settings.CONTACT_EMAIL,
            "why": _("You get this because postmottak is the municipality's official address."),
        }


class SupportMail(RowMail):
    """«Støtt den»: the link proves the address."""

    name = telling.SUPPORT
    label = gettext_lazy("support of an idea")
    recipient_in_words = gettext_lazy("somebody who supports an idea")
    template = "ideas/mails/support"
    priority = Priority.CODE

    def subjects(self, pks: list[int]) -> dict[int, Support]:
        return Support.objects.select_related("idea").in_bulk(pks)

    def context(self, mail: OutgoingMail, subject: Support | None) -> dict[str, Any] | Obsolete:
        if subject is None or subject.confirmed_at is not None or not subject.idea.is_open:
            return Obsolete("confirmed, or of no use any more")
        return {
            "number": subject.idea.number,
            "url": settings.PORTAL_URL + reverse("idea_links:support", args=[supporting.token(subject)]),
            "why": _("You get this because somebody wrote your address. Was it not you? Then do nothing."),
        }


def _senders(pks: list[int]) -> dict[int, IdeaSender]:
    related = ("idea__municipality", "idea__holder_seat", "idea__holder_person", "idea__came_from__municipality")
    return IdeaSender.objects.select_related(*related).in_bulk(pks)
