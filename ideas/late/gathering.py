"""«Fire ting ventet. Gi alle ny dato»: one new day for all that has come due, each its own event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists

from ideas.models import Idea, IdeaEvent
from ideas.querysets import IdeaQuerySet
from ideas.whose import holding
from partnership.people import roles
from partnership.people.models import Absence, User

BACK_FOR = dt.timedelta(days=7)


def due(user: User, on: dt.date) -> IdeaQuerySet:
    """What lies with the person, or a role the person acts in, and has come to its day."""
    return Idea.objects.held_by(user, roles.acting_seats(user, on)).due_by(on).order_by("next_date", "pk")


@transaction.atomic
def give_all_time(*, ideas: Iterable[Idea], until: dt.date, by: User) -> list[IdeaEvent]:
    """Raises ValidationError for a day that cannot be; nothing is then changed. What was closed meanwhile is left."""
    open_ones = [idea for idea in ideas if holding.lock(idea).is_open]
    return [holding.give_time(idea=idea, until=until, by=by) for idea in open_ones]


def waited_for(user: User, on: dt.date) -> IdeaQuerySet:
    """What has come due for who came back within the last week; none for others."""
    lately = Absence.objects.of(user).ended_between(on - BACK_FOR, on)
    return due(user, on).filter(Exists(lately), ~Exists(Absence.objects.of(user).on(on)))
