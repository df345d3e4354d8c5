"""Changing an idea's own words. What they were stands in its history, and can be put back."""

from __future__ import annotations

from django.db import transaction

from ideas import events
from ideas.mailing import telling
from ideas.models import EventKind, Idea, IdeaEvent
from ideas.whose import holding
from partnership.people.models import User

TEXTS = ("title", "problem", "proposal", "affected", "workplace")


@transaction.atomic
def edit(*, idea: Idea, by: User, reason: str = "", **texts: str) -> IdeaEvent | None:
    """``texts``: any of ``TEXTS``. None when nothing is otherwise; the sender is told of what is."""
    stored = holding.lock(idea)
    was = {name: getattr(stored, name) for name in TEXTS if name in texts and getattr(stored, name) != texts[name]}
    if not was:
        return None
    for name in was:
        setattr(stored, name, texts[name])
    stored.version += 1
    stored.save()
    idea.refresh_from_db()
    event = events.record(stored, EventKind.EDITED, by=by, reason=reason, was=was)
    telling.of_change(event)
    return event
