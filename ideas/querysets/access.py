"""Adjectives over who may see an idea besides, and the intake they come by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from municipalities.models import Municipality
from partnership.people.models import User

if TYPE_CHECKING:
    from ideas.models import IdeaAccess, Intake  # noqa: F401


class IdeaAccessQuerySet(models.QuerySet["IdeaAccess"]):
    def current(self) -> Self:
        return self.filter(until__isnull=True)

    def of_person(self, user: User) -> Self:
        return self.filter(person=user)

    def of_seats(self, seats: Any) -> Self:
        return self.filter(seat__in=seats)

    def named_in(self, municipality: Municipality) -> Self:
        """Persons named on any of its ideas."""
        return self.filter(idea__municipality=municipality, person__isnull=False)

    def of_persons(self) -> Self:
        return self.filter(person__isnull=False)

    def of_idea(self, idea_pk: int) -> Self:
        return self.filter(idea=idea_pk)


class IntakeQuerySet(models.QuerySet["Intake"]):
    def is_open(self) -> Self:
        return self.filter(state="open")

    def with_leader(self) -> Self:
        return self.exclude(leader_email="")

    def of(self, municipality: Municipality) -> Intake:
        """The municipality's intake; closed, and not yet stored, when nobody has touched it."""
        found = self.filter(municipality=municipality).first()
        return found or self.model(municipality=municipality)
