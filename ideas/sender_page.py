"""What the sender's page shows: what has happened, in order, and why it ended."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from ideas import asked_of_sender, holders, holding, wording
from ideas.holders import Holder
from ideas.models import EventKind, Idea, IdeaEvent, Lesson
from ideas.stages import Stage
from partnership.people.models import Seat, User


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
    events = list(idea.events.standing().select_related("by"))
    after = _holders_after(idea, events)
    return [
        Line(event.at, wording.happened(event, after[event.pk]), event.told, event.by.name if event.by else "")
        for event in events
        if not event.is_internal
    ]


def ending(idea: Idea) -> Ending | None:
    """Why, and who decided, when the idea has ended."""
    if idea.stage != Stage.ENDED:
        return None
    moves = idea.events.for_sender().moved_to(Stage.ENDED).select_related("by").newest_first()
    event = moves.first()
    return Ending(event.told, event.by.name if event.by else "", event.at) if event else None


def _holders_after(idea: Idea, events: list[IdeaEvent]) -> dict[int, Holder]:
    """Whom it lay with after each event: read backwards from what the next one overwrote."""
    lay_with: tuple[int | None, int | None] = (idea.holder_seat_id, idea.holder_person_id)
    after: dict[int, tuple[int | None, int | None]] = {}
    for event in reversed(events):
        after[event.pk] = lay_with
        if "holder_seat_id" in event.before:
            lay_with = event.before["holder_seat_id"], event.before["holder_person_id"]
    named = {EventKind.HANDED_ON, EventKind.BROKER_TOOK}
    asked = {after[event.pk] for event in events if event.kind in named}
    known = {key: _holder(idea, *key) for key in asked}
    return {pk: known.get(key, Holder("", "")) for pk, key in after.items()}


def _holder(idea: Idea, seat: int | None, person: int | None) -> Holder:
    if person is not None:
        return Holder(User.objects.get(pk=person).name, "")
    found = Seat.objects.filter(pk=seat).first() if seat is not None else None
    return holders.of_seat(found, idea.municipality)


def _reader(idea: Idea, holder: Holder) -> Holder:
    """Who reads what the sender writes: the contact, also while a broker has the idea."""
    if not idea.lies_with_broker:
        return holder
    return holders.of_seat(holding.contact_seat(idea.municipality), idea.municipality)


def context(idea: Idea) -> dict[str, Any]:
    holder = holders.of(idea)
    return {
        "idea": idea,
        "holder": holder,
        "reader": _reader(idea, holder),
        "headline": wording.state(idea, holder),
        "now": wording.NOW[Stage(idea.stage)],
        "lines": timeline(idea),
        "ending": ending(idea),
        "went_to": idea.went_to.select_related("municipality").first() if idea.stage == Stage.PASSED_ON else None,
        "thread": idea.messages.select_related("by"),
        "asked": asked_of_sender.section_for_sender(idea),
        "lesson": Lesson.objects.with_applause(None).of_idea(idea),
    }
