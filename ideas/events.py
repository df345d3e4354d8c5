"""Writing a line of an idea's history. Every verb of the room writes one, in its own transaction."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from ideas.models import EventKind, Idea, IdeaEvent
from ideas.with_brokers import on_behalf
from partnership.people.models import Seat, User

# What a verb may overwrite, and what undoing puts back.
KEPT = (
    "stage", "paused_in", "stage_since", "holder_seat_id", "holder_person_id", "next_step", "next_date",
    "answered_at", "seen_at", "visibility", "title", "merged_into_id",
)  # fmt: skip


def before(idea: Idea) -> dict[str, Any]:
    """``KEPT`` as JSON values, read before a verb changes anything."""
    values = {name: getattr(idea, name) for name in KEPT}
    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in values.items()}


def record(
    idea: Idea,
    kind: EventKind,
    *,
    by: User | None,
    reason: str = "",
    told: str = "",
    was: dict[str, Any] | None = None,
    behalf_of: Seat | None = None,
    is_senders: bool = False,
    is_internal: bool = False,
) -> IdeaEvent:
    """``was`` is what ``before`` gave; without it the event cannot be undone."""
    event = IdeaEvent.objects.create(
        idea=idea,
        kind=kind.value,
        at=timezone.now(),
        by=by,
        reason=reason.strip(),
        told=told.strip(),
        old_stage=(was or {}).get("stage", ""),
        new_stage=idea.stage,
        next_date=idea.next_date,
        holder_seat_id=idea.holder_seat_id,
        holder_person_id=idea.holder_person_id,
        before=was or {},
        behalf_of=behalf_of,
        is_senders=is_senders,
        is_internal=is_internal,
    )
    on_behalf.tell(event)
    return event
