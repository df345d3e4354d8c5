"""A municipality's own records, one source a kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from brokers.models import BrokeringEntry
from ideas.models import (
    Application,
    Attachment,
    BrokerRequest,
    Comment,
    Idea,
    IdeaEvent,
    LeaderRequest,
    Lesson,
    Message,
    Note,
    OutlineSection,
)
from ideas.querysets import IdeaQuerySet
from municipalities.experiences.publishing import TEXTS
from municipalities.models import Experience, Municipality, Strategy, StrategyDocument, Trial
from overview.reports.access_records import Record, Source
from partnership.people.models import User


def sources(place: Municipality, person: User) -> Iterator[Source]:
    """Whoever asks is the municipality's contact or deputy; still only what ``visible_to`` gives."""
    ideas = Idea.objects.visible_to(person).of_municipality(place)
    yield _idea(ideas)
    yield from _said(ideas)
    yield from _worked(ideas)
    yield from _asked_of_others(ideas)
    yield from _of_the_place(place, person)


def _idea(ideas: IdeaQuerySet) -> Source:
    def line(idea: Idea) -> Record:
        sent = hasattr(idea, "sender")
        known = [_("the sender's identity")] if sent else []
        if idea.workplace:
            known.append(_("the place of work may say who sent it"))
        text = "\n".join(filter(None, [idea.problem, idea.proposal, idea.affected]))
        who = _("sender to the municipality") if sent else _("the municipality itself")
        return Record(idea.number, idea.received_at, idea.title, who, text, tuple(known))

    texts = ("title", "problem", "proposal", "affected")
    return Source(_("project idea"), ideas.select_related("sender"), texts, "received_at", line)


def _said(ideas: IdeaQuerySet) -> Iterator[Source]:
    internal = (_("internal note"),)

    def message(row: Message) -> Record:
        who = _("sender to the municipality") if row.is_senders else _("the municipality to the sender")
        known = (_("the sender's identity"),) if row.is_senders else ()
        return Record(row.idea.number, row.at, row.idea.title, who, row.text, known)

    def note(row: Note) -> Record:
        return Record(row.idea.number, row.at, row.idea.title, _("inside the municipality"), row.text, internal)

    def event(row: IdeaEvent) -> Record:
        text = " ".join(filter(None, [row.told, row.reason]))
        known = internal if row.is_internal else ()
        return Record(row.idea.number, row.at, f"{row.idea.title}: {row.label}", _("the municipality"), text, known)

    yield Source(_("message"), _of(Message, ideas), ("text",), "at", message)
    yield Source(_("internal note"), _of(Note, ideas), ("text",), "at", note)
    yield Source(
        _("comment"), _of(Comment, ideas).filter(removed_at=None), ("text",), "at", _plain(_("participants")),
    )  # fmt: skip
    events = _of(IdeaEvent, ideas).exclude(reason="", told="")
    yield Source(_("step with a reason"), events, ("reason", "told"), "at", event)


def _worked(ideas: IdeaQuerySet) -> Iterator[Source]:
    def attachment(row: Attachment) -> Record:
        internally = [_("internal note")] if row.is_internal else []
        known = (*internally, _("the file itself must be read"))
        words = _("The file is not looked through.")
        return Record(row.idea.number, row.at, row.name, _("the municipality"), words, known)

    def lesson(row: Lesson) -> Record:
        text = "\n".join(filter(None, [row.learned, row.tried, row.advice]))
        return Record(row.idea.number, row.at, row.title, _("the municipality"), text)

    def section(row: OutlineSection) -> Record:
        idea = row.outline.idea
        return Record(idea.number, row.edited_at, f"{idea.title}: {row.about.title}", _("the municipality"), row.text)

    yield Source(_("attachment"), _of(Attachment, ideas).filter(removed_at=None), ("name",), "at", attachment)
    yield Source(_("lesson"), _of(Lesson, ideas), ("title", "learned", "tried", "advice"), "at", lesson)
    sections = OutlineSection.objects.filter(outline__idea__in=ideas.values("pk")).exclude(text="")
    yield Source(_("outline"), sections.select_related("outline__idea"), ("text",), "edited_at", section)


def _asked_of_others(ideas: IdeaQuerySet) -> Iterator[Source]:
    def application(row: Application) -> Record:
        who = _("the municipality to who grants the money")
        text = " ".join(filter(None, [row.chosen_why, row.get_outcome_display()]))
        return Record(row.idea.number, row.chosen_at, row.title, who, text)

    def leader(row: LeaderRequest) -> Record:
        who = _("the FoUI contact to a leader")
        return Record(row.idea.number, row.asked_at, row.idea.title, who, row.summary)

    def broker(row: BrokerRequest) -> Record:
        who = _("the FoUI contact to a competence broker")
        return Record(row.idea.number, row.asked_at, row.idea.title, who, " ".join([row.note, row.text]))

    applied = _of(Application, ideas).select_related("idea", "call")
    texts = ("chosen_why", "elsewhere", "call__title")
    yield Source(_("application"), applied, texts, "chosen_at", application)
    yield Source(_("question to a leader"), _of(LeaderRequest, ideas), ("summary",), "asked_at", leader)
    yield Source(_("request to a broker"), _of(BrokerRequest, ideas), ("note", "text"), "asked_at", broker)


def _of_the_place(place: Municipality, person: User) -> Iterator[Source]:
    def experience(row: Experience) -> Record:
        known = () if row.is_published else (_("a draft"),)
        text = "\n".join(filter(None, (getattr(row, name) for name in TEXTS)))
        return Record(f"E-{row.pk}", row.created_at, row.title, _("the municipality"), text, known)

    def strategy(row: Strategy) -> Record:
        known = (_("a draft"),) if row.state == "under_way" else ()
        return Record(f"S-{row.pk}", row.created_at, row.title, _("the municipality"), row.about, known)

    def document(row: StrategyDocument) -> Record:
        known, words = (_("the file itself must be read"),), _("The file is not looked through.")
        return Record(f"S-{row.strategy_id}", row.added_at, row.title, _("the municipality"), words, known)

    def wish(row: Trial) -> Record:
        who = _("a municipality that wants to try to the one that has done it")
        return Record(f"E-{row.experience_id}", row.at, row.experience.title, who, row.note)

    def entry(row: BrokeringEntry) -> Record:
        known = (_("what was said to a broker"),)
        who = _("competence broker and the municipality")
        return Record(f"L-{row.pk}", row.day, row.get_kind_display(), who, row.text, known)

    shared = Experience.objects.visible_to(person).of(place)
    yield Source(_("experience"), shared, ("title", *TEXTS), "created_at", experience)
    wishes = Trial.objects.filter(Q(municipality=place) | Q(experience__in=shared.values("pk"))).exclude(note="")
    wishes = wishes.select_related("experience", "municipality")
    yield Source(_("wish to try"), wishes, ("note", "experience__title"), "at", wish)
    own = Strategy.objects.visible_to(person).of(place)
    yield Source(_("strategy"), own, ("title", "about"), "created_at", strategy)
    documents = StrategyDocument.objects.filter(strategy__in=own.values("pk"))
    yield Source(_("document"), documents, ("title",), "added_at", document)
    logged = BrokeringEntry.objects.visible_to(person).about_municipality(place)
    yield Source(_("line of the brokering log"), logged, ("text",), "day", entry, is_day=True)


def _plain(who: str) -> Callable[[Any], Record]:
    def line(row: Any) -> Record:
        return Record(row.idea.number, row.at, row.idea.title, who, row.text)

    return line


def _of(model: Any, ideas: IdeaQuerySet) -> Any:
    return model._default_manager.filter(idea__in=ideas.values("pk")).select_related("idea")
