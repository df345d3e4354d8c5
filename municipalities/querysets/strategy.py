"""Chainable adjectives over strategies and their milestones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from partnership.people import roles
from partnership.people.models import SeatKind, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from municipalities.models import Milestone, Municipality, Strategy  # noqa: F401
    from partnership.partners.models import Theme


def _shown(user: User | AnonymousUser | Any) -> list[str]:
    """How widely a strategy must be shown for this person to see another municipality's."""
    kinds = {term.seat.kind for term in roles.current_terms(user)}
    return ["partnership", "public"] if kinds & set(SeatKind) else ["public"]


class StrategyQuerySet(models.QuerySet["Strategy"]):
    def visible_to(self, user: User | AnonymousUser | Any) -> Self:
        """The municipality's contact and deputy; whoever has a role, from *partnership*; everybody, *public*."""
        from municipalities import places

        return self.filter(Q(visibility__in=_shown(user)) | Q(municipality__in=places.of_contact(user)))

    def of(self, municipality: Municipality | int) -> Self:
        return self.filter(municipality=municipality)

    def in_places(self, places: Iterable[int]) -> Self:
        return self.filter(municipality__in=set(places))

    def about(self, theme: Theme) -> Self:
        return self.filter(themes=theme)

    def under_way(self) -> Self:
        return self.filter(state="under_way")

    def in_force(self) -> Self:
        return self.filter(state="adopted")


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    def visible_to(self, user: User | AnonymousUser | Any) -> Self:
        from municipalities.models import Strategy

        return self.filter(measure__goal__strategy__in=Strategy.objects.visible_to(user).values("pk"))

    def open(self) -> Self:
        return self.filter(done_at__isnull=True, measure__goal__strategy__ended_at__isnull=True)

    def due_by(self, day: dt.date) -> Self:
        return self.filter(due__lte=day)

    def lying_with(self, seats: Iterable[int], person: User | None = None) -> Self:
        """With one of the roles, or with the person."""
        return self.filter(Q(seat__in=set(seats)) | (Q(person=person) if person else Q(pk__in=())))
