"""What the sender's page shows: what has happened, in order, and why it ended."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from ideas.intake import asked_of_sender, seen_by
from ideas.life.stages import Stage
from ideas.mailing import wording
from ideas.models import Idea, Lesson
from ideas.talk import talking
from ideas.whose import holders, holding
from ideas.whose.holders import Holder


@dataclass(frozen=True, slots=True)
class Line:
    """``told`` is what whoever did it wrote to the sender; ``who`` did it, empty for the sender."""

    at: dt.datetime
    sentence: str
    told: str
    who: str


@dataclass(frozen=True, slots=True)
class Ending:
    reason: str
    who: str
    at: dt.datetime


def timeline(idea: Idea) -> list[Line]:
    """Oldest first, without what is internal or undone."""
    events = list(idea.events.for_sender().with_holder().select_related("by"))
    after = holders.after(events)
    return [
        Line(event.at, wording.happened(event, after[event.pk]), event.told, event.by.name if event.by else "")
        for event in events
    ]


def ending(idea: Idea) -> Ending | None:
    """Why, and who decided, when the idea has ended."""
    if idea.stage != Stage.ENDED:
        return None
    moves = idea.events.for_sender().moved_to(Stage.ENDED).select_related("by").newest_first()
    event = moves.first()
    return Ending(event.told, event.by.name if event.by else "", event.at) if event else None


def _reader(idea: Idea, holder: Holder) -> Holder:
    """Who reads what the sender writes: the contact, also while a broker has the idea."""
    if not idea.lies_with_broker:
        return holder
    return holders.of_seat(holding.contact_seat(idea.municipality), idea.municipality)


def context(idea: Idea) -> dict[str, Any]:
    holder = holders.of(idea)
    has_contact = holding.contact_seat(idea.municipality) is not None
    thread = list(idea.messages.select_related("by"))
    return {
        "idea": idea,
        "holder": holder,
        "reader": _reader(idea, holder),
        "headline": wording.state(idea, holder),
        "now": wording.NOW[Stage(idea.stage)],
        "lines": timeline(idea),
        "ending": ending(idea),
        "went_to": idea.went_to.select_related("municipality").first() if idea.stage == Stage.PASSED_ON else None,
        "thread": thread,
        "files": talking.hang(thread, list(idea.attachments.for_sender())),
        "asked": asked_of_sender.section_for_sender(idea),
        "has_contact": has_contact,
        "seen_by": seen_by.words(idea, has_contact=has_contact),
        "lesson": Lesson.objects.with_applause(None).of_idea(idea),
    }
