"""The support that follows an idea into another one, and back when the merging is undone.

What was moved is kept in the event's ``before`` under names that are no fields of an idea.
"""

from __future__ import annotations

from django.db.models.functions import Lower
from django.utils import timezone

from ideas.models import Idea, IdeaEvent, Support

SUPPORT, TOLD = "_moved_support", "_told_there"


def move(*, event: IdeaEvent, to: Idea, told: IdeaEvent) -> int:
    """Whoever supports both counts once: their support of the merged idea stays where it was."""
    there = Support.objects.filter(idea=to)
    moved = (
        Support.objects.filter(idea=event.idea_id)
        .exclude(person__in=there.filter(person__isnull=False).values("person"))
        .alias(address=Lower("email"))
        .exclude(address__in=there.exclude(email="").values(address=Lower("email")))
    )
    keys = list(moved.values_list("pk", flat=True))
    Support.objects.filter(pk__in=keys).update(idea=to)
    event.before = {**event.before, SUPPORT: keys, TOLD: told.pk}
    event.save(update_fields=["before"])
    return len(keys)


def give_back(event: IdeaEvent) -> None:
    """Undo ``move``; nothing for events that moved none."""
    Support.objects.filter(pk__in=event.before.get(SUPPORT, [])).update(idea=event.idea_id)
    IdeaEvent.objects.filter(pk=event.before.get(TOLD, 0)).update(undone_at=timezone.now())
