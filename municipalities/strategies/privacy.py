"""What strategies hold about a person, and how it is forgotten: what was done remains."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Lower

from municipalities.models import Milestone, Strategy, StrategyReader
from partnership.common import norwegian
from partnership.people.models import User


def person_data(user: User) -> dict[str, list[dict[str, Any]]]:
    milestones = Milestone.objects.filter(Q(person=user) | Q(done_by=user)).order_by("due", "pk")
    started = Strategy.objects.filter(created_by=user).order_by("created_at")
    read = StrategyReader.objects.alias(lower=Lower("email")).filter(lower=user.email.lower()).order_by("pk")
    return {
        "milestones": [dict(row) for row in milestones.values("title", "due", "done_at", "done_note")],
        "strategies_started": [dict(row) for row in started.values("title", "created_at")],
        "strategies_read_by_link": list(
            read.values("name", "email", "part", "added_at", "ended_at", strategy_title=F("strategy__title"))
        ),
    }


def erase(person: User, addresses: set[str]) -> None:
    """A link to the person goes, also where only the name was written."""
    StrategyReader.objects.alias(lower=Lower("email")).filter(lower__in=addresses).delete()
    Milestone.objects.filter(person=person).update(person=None)
    Milestone.objects.filter(done_by=person).update(done_by=None)
    Milestone.objects.filter(named=person.name).update(named="")


def forget(before: dt.date) -> None:
    """Readers taken off long ago, and readers and names of strategies that ended then."""
    moment = norwegian.at(before, dt.time())
    over = Q(strategy__ended_at__lt=moment)
    StrategyReader.objects.filter(Q(ended_at__lt=moment) | over).delete()
    Milestone.objects.filter(measure__goal__strategy__ended_at__lt=moment).exclude(named="").update(named="")
