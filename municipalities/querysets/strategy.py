"""Chainable adjectives over strategies, and over what each of them plans."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, When

from municipalities.querysets.begun import BegunQuerySet
from partnership.common import norwegian
from partnership.people import roles
from partnership.people.models import RoleTerm, SeatKind, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from municipalities.models import Goal, Measure, Milestone, Municipality, Strategy  # noqa: F401
    from partnership.partners.models import Theme


def _shown(user: User | AnonymousUser | Any) -> list[str]:
    """How widely a strategy must be shown for this person to see another municipality's."""
    kinds = {term.seat.kind for term in roles.current_terms(user)}
    return ["partnership", "public"] if kinds & set(SeatKind) else ["public"]


def _seen_strategies(user: User | AnonymousUser | Any) -> models.QuerySet[Strategy, Any]:
    from municipalities.models import Strategy

    return Strategy.objects.visible_to(user).values("pk")


class StrategyQuerySet(BegunQuerySet["Strategy"]):
    def visible_to(self, user: User | AnonymousUser | Any) -> Self:
        """The municipality's contact and deputy; whoever has a role, from *partnership*; everybody, *public*."""
        from municipalities import places

        return self.filter(Q(visibility__in=_shown(user)) | Q(municipality__in=places.of_contact(user)))

    def of(self, municipality: Municipality | int) -> Self:
        return self.filter(municipality=municipality)

    def in_places(self, places: Iterable[int]) -> Self:
        return self.filter(municipality__in=set(places))

    def shown_to_partnership(self) -> Self:
        """To everybody who has a role, or to everybody."""
        return self.filter(visibility__in=["partnership", "public"])

    def about(self, theme: Theme) -> Self:
        return self.filter(themes=theme)

    def under_way(self) -> Self:
        return self.filter(state="under_way")

    def not_ended(self) -> Self:
        return self.filter(ended_at__isnull=True)

    def for_list(self) -> Self:
        """Two queries: the rows, and their phases, which say when each was adopted."""
        return self.select_related("municipality").prefetch_related("phases").order_by("-begins", "-pk")

    def with_next_phase(self) -> Self:
        """``next_kind`` and ``next_due``: of the first phase with a day that is not done, or None. Once it is
        adopted, what leads to the decision is not waited for."""
        from municipalities.models import Phase

        kinds = Phase.Kind.values
        decided = kinds[: kinds.index(Phase.Kind.TREATMENT) + 1]
        left = Phase.objects.filter(strategy=OuterRef("pk"), due__isnull=False, done_at__isnull=True)
        left = left.exclude(strategy__state="adopted", kind__in=decided)
        first = left.order_by("due", "pk")
        return self.annotate(next_kind=Subquery(first.values("kind")[:1]), next_due=Subquery(first.values("due")[:1]))

    def with_decision(self) -> Self:
        """``decided_at``: when the political treatment was done (noon, Oslo), or None."""
        from municipalities.models import Phase

        treated = Phase.objects.filter(strategy=OuterRef("pk"), kind=Phase.Kind.TREATMENT)
        return self.annotate(decided_at=Subquery(treated.values("done_at")[:1]))

    def examples_for(self, strategy: Strategy) -> Self:
        """Other municipalities' with phases, the newest first."""
        others = self.exclude(municipality=strategy.municipality_id).filter(phases__isnull=False).distinct()
        return others.select_related("municipality").prefetch_related("phases")

    def in_force(self) -> Self:
        return self.filter(state="adopted")


class GoalQuerySet(models.QuerySet["Goal"]):
    def visible_to(self, user: User | AnonymousUser | Any) -> Self:
        """Those of the strategies the person sees."""
        return self.filter(strategy__in=_seen_strategies(user))

    def with_strategy(self) -> Self:
        return self.select_related("strategy__municipality")


class MeasureQuerySet(models.QuerySet["Measure"]):
    def visible_to(self, user: User | AnonymousUser | Any) -> Self:
        return self.filter(goal__strategy__in=_seen_strategies(user))

    def with_strategy(self) -> Self:
        return self.select_related("goal__strategy__municipality")


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    def visible_to(self, user: User | AnonymousUser | Any) -> Self:
        return self.filter(measure__goal__strategy__in=_seen_strategies(user))

    def with_strategy(self) -> Self:
        return self.select_related("measure__goal__strategy__municipality")

    def open(self) -> Self:
        return self.filter(done_at__isnull=True, measure__goal__strategy__ended_at__isnull=True)

    def of_place(self, place: Municipality) -> Self:
        return self.filter(measure__goal__strategy__municipality=place)

    def due_by(self, day: dt.date) -> Self:
        return self.filter(due__lte=day)

    def with_left(self) -> Self:
        """``has_left``: the person has no part as contact in the municipality any more, or the role is closed."""
        place = OuterRef("measure__goal__strategy__municipality")
        terms = RoleTerm.objects.current().of_open_seats()  # closing a role ends no term
        parts = terms.filter(seat__fouicontact__municipality=place, person=OuterRef("person"))
        closed = Q(seat__closed_on__lte=norwegian.today())
        left = (Q(person__isnull=False) & ~Exists(parts)) | (Q(seat__closed_on__isnull=False) & closed)
        return self.annotate(has_left=Case(When(left, then=True), default=False, output_field=models.BooleanField()))

    def waiting_for(self, seats: Iterable[int], person: User, places: Iterable[int]) -> Self:
        """Those that lie with the person, and in the places those that lie with nobody, or with who has left; after
        ``with_left``."""
        unheld = Q(seat=None, person=None) | Q(has_left=True)
        own = Q(measure__goal__strategy__municipality__in=set(places))
        return self.filter(Q(has_left=False) & (Q(seat__in=set(seats)) | Q(person=person)) | unheld & own)

    def lying_with(self, seats: Iterable[int], person: User | None = None) -> Self:
        """With one of the roles, or with the person."""
        return self.filter(Q(seat__in=set(seats)) | (Q(person=person) if person else Q(pk__in=())))
