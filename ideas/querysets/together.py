"""Adjectives over what municipalities do with one another's ideas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from ideas.life import stages
from partnership.people.models import User

if TYPE_CHECKING:
    from ideas.models import Comment, Follow, Idea, PassingOn, SameNeed  # noqa: F401
    from municipalities.models import Municipality


class CommentQuerySet(models.QuerySet["Comment"]):
    def of_idea(self, idea: Idea) -> Self:
        """Also the removed ones, which show a trace; the oldest first."""
        return self.filter(idea=idea).select_related("by").order_by("at", "pk")


class FollowQuerySet(models.QuerySet["Follow"]):
    def of(self, user: User) -> Self:
        return self.filter(person=user)

    def of_active(self) -> Self:
        """Of people who may sign in."""
        return self.filter(person__is_active=True)

    def of_municipality(self, municipality: Municipality) -> Self:
        return self.filter(municipality=municipality)


class PassingOnQuerySet(models.QuerySet["PassingOn"]):
    def open(self) -> Self:
        """Not answered, and the idea is still worked on."""
        return self.filter(answered_at__isnull=True, idea__stage__in=stages.OPEN)

    def of_idea(self, idea: Idea) -> PassingOn | None:
        """The question that waits for an answer."""
        return self.open().filter(idea=idea).with_places().first()

    def newest_of_idea(self, idea: Idea) -> PassingOn | None:
        return self.filter(idea=idea).with_places().order_by("-pk").first()

    def of_places(self, places: Any) -> Self:
        """Asked by these municipalities, or asked of them."""
        return self.filter(Q(to__in=places) | Q(idea__municipality__in=places))

    def with_places(self) -> Self:
        return self.select_related("idea__municipality", "to", "asked_by")


class SameNeedQuerySet(models.QuerySet["SameNeed"]):
    def open(self) -> Self:
        """Nobody has declined, and the mail has not been sent."""
        return self.filter(declined_at__isnull=True, introduced_at__isnull=True)

    def of_idea(self, idea: Idea) -> Self:
        return self.filter(Q(first=idea) | Q(second=idea))

    def of_places(self, places: Any) -> Self:
        return self.filter(Q(first__municipality__in=places) | Q(second__municipality__in=places))

    def both_open(self) -> Self:
        return self.filter(first__stage__in=stages.OPEN, second__stage__in=stages.OPEN)

    def with_ideas(self) -> Self:
        return self.select_related("first__municipality", "second__municipality", "proposed_by")
