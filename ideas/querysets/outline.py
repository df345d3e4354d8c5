"""Adjectives over outlines and their sections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models.functions import Cast

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ideas.models import Idea, OutlineSection, ProjectOutline  # noqa: F401
    from partnership.people.models import User


class ProjectOutlineQuerySet(models.QuerySet["ProjectOutline"]):
    def of(self, idea: Idea) -> ProjectOutline | None:
        return self.filter(idea=idea).first()

    def to_copy(self, user: User | AnonymousUser | Any) -> Self:
        """Open ones of ideas the person may see, the newest first."""
        from ideas.models import Idea

        seen = Idea.objects.visible_to(user).values("pk")
        return self.filter(is_open=True, idea__in=seen).order_by("-started_at", "-pk")

    def assessed_by(self, name: str) -> Self:
        """Somebody of that name has answered for one of the criteria."""
        said = self.annotate(said=Cast("assessment", models.TextField()))
        return said.filter(said__contains=name) if name else self.none()

    def except_of(self, idea_pk: int) -> Self:
        return self.exclude(idea=idea_pk)

    def with_idea(self) -> Self:
        return self.select_related("idea__municipality")


class OutlineSectionQuerySet(models.QuerySet["OutlineSection"]):
    def under(self, heading: str) -> Self:
        return self.filter(heading=heading)

    def with_writer(self) -> Self:
        return self.select_related("edited_by")
