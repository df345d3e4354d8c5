"""«Hos andre: to ideer, ingen er forsinket»: what the contact's first page says of ideas that lie with others."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from ideas import pages
from ideas.models import Idea
from ideas.querysets.idea import own_municipalities
from partnership.common import norwegian
from partnership.people import roles
from partnership.people.models import User

SHOWN = 4


@dataclass(frozen=True)
class Elsewhere:
    """``rows`` are the first few; ``url`` the list of all, empty while there is no such page."""

    rows: list[Idea]
    count: int
    late: int
    url: str


def of(user: User) -> Elsewhere | None:
    """None for who is contact or deputy nowhere."""
    if not roles.is_contact(user):
        return None
    rows = Idea.objects.of_municipalities(own_municipalities(user))
    rows = rows.lying_elsewhere(user, roles.acting_seats(user))
    found = rows.aggregate(count=Count("pk"), late=Count("pk", filter=Q(next_date__lt=norwegian.today())))
    shown = list(rows.with_holder().order_by("next_date", "pk")[:SHOWN]) if found["count"] else []
    return Elsewhere(shown, found["count"], found["late"], pages.elsewhere())
