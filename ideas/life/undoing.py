"""What of an idea's history can still be put back, and by whom.

The newest event for half an hour by who did it. What a broker did for the contact for a week, also when something
else has been done since: as long as it is the newest of its kind, and what it was about is as it left it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from ideas import events
from ideas.models import EventKind, Idea, IdeaEvent
from ideas.with_brokers import on_behalf

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from partnership.people.models import User

FOR = dt.timedelta(minutes=30)
_ABOUT: dict[str, tuple[str, ...]] = {
    EventKind.MOVED: ("stage",),
    EventKind.NEW_DATE: ("next_date",),
    EventKind.HANDED_ON: ("holder_seat_id", "holder_person_id"),
    EventKind.SEEN: ("seen_at",),
}


def time_for(event: IdeaEvent) -> dt.timedelta:
    """Longer for what a broker did for the contact, who must have read of it."""
    return on_behalf.UNDO_FOR if event.behalf_of_id else FOR


def puts_back(event: IdeaEvent, idea: Idea, later: list[IdeaEvent] | None = None) -> dict[str, Any]:
    """Fields and values (as JSON) that undoing gives ``idea``, the row as it stands; empty: it can no longer be.

    ``later``: the idea's events after it, the oldest first, where they have been read.
    """
    is_over = event.undone_at is not None or event.at < timezone.now() - time_for(event)
    if is_over or not event.before:
        return {}
    kept = {name: value for name, value in event.before.items() if name in events.KEPT}
    if later is None:
        later = list(idea.events.after(event))
    if all(one.undone_at is not None or one.kind == EventKind.UNDONE for one in later):
        return kept
    is_newest = not any(one.kind == event.kind and one.undone_at is None for one in later)
    if event.behalf_of_id is None or event.kind not in _ABOUT or not is_newest:
        return {}
    now = events.before(idea)
    left = next((one.before for one in later if "stage" in one.before), now)
    if any(now[name] != left[name] for name in _ABOUT[event.kind]):
        return {}
    return {name: value for name, value in kept.items() if value != left[name] and left[name] == now[name]}


def by_contact(user: User | AnonymousUser, idea: Idea) -> list[IdeaEvent]:
    """What others did for the reader that can still be undone, the newest first."""
    since = timezone.now() - on_behalf.UNDO_FOR
    rows = idea.events.standing().on_behalf(since).select_related("by", "idea").newest_first()
    mine = [one for one in rows if on_behalf.may_undo(user, one)]
    return can_be_undone(mine)


def can_be_undone(found: Iterable[IdeaEvent]) -> list[IdeaEvent]:
    """Those of them, read with their ideas. One query, none where there are none."""
    mine = list(found)
    if not mine:
        return []
    later: dict[int, list[IdeaEvent]] = defaultdict(list)
    for one in IdeaEvent.objects.of_ideas({event.idea_id for event in mine}, min(event.at for event in mine)):
        later[one.idea_id].append(one)

    def after(event: IdeaEvent) -> list[IdeaEvent]:
        return [one for one in later[event.idea_id] if (one.at, one.pk) > (event.at, event.pk)]

    return [event for event in mine if puts_back(event, event.idea, after(event))]
