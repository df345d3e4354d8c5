"""Chainable adjectives over programme items and requests for a speaker."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from partnership.people.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from meetings.models import ProgrammeItem, SpeakerRequest  # noqa: F401
    from municipalities.models import Experience


class ProgrammeItemQuerySet(models.QuerySet["ProgrammeItem"]):
    def empty_slots_of(self, partners: Iterable[int]) -> Self:
        """Of meetings to come, for these partners to fill."""
        chosen = self.filter(is_slot=True, slot_filled_at=None, partner__in=list(partners))
        return chosen.filter(meeting__start__gt=timezone.now()).exclude(meeting__state="cancelled")

    def telling_of(self, experience: Experience) -> Self:
        return self.filter(experience=experience)

    def telling_of_any(self, experiences: models.QuerySet[Experience]) -> Self:
        return self.filter(experience__in=experiences.values("pk"))

    def seen_by(self, user: User | AnonymousUser) -> Self:
        """Of meetings that are sent out and that ``user`` sees; the newest first."""
        from meetings.models import Meeting

        seen = Meeting.objects.visible_to(user).exclude(state="draft").values("pk")
        return self.filter(meeting__in=seen).select_related("meeting").order_by("-meeting__start", "pk")

    def presented_by(self, user: User, partners: models.QuerySet[Any, Any]) -> Self:
        """By the person, or by one of the partners."""
        return self.filter(Q(presenter=user) | Q(partner__in=partners))

    def of_meetings(self, meetings: Iterable[int]) -> Self:
        """In order, with those who present."""
        chosen = self.filter(meeting__in=list(meetings)).order_by("meeting", "order", "id")
        return chosen.select_related("presenter", "partner", "municipality", "experience")


class SpeakerRequestQuerySet(models.QuerySet["SpeakerRequest"]):
    def open(self) -> Self:
        """Not answered yet, about meetings to come."""
        chosen = self.filter(state="asked", meeting__start__gt=timezone.now())
        return chosen.exclude(meeting__state="cancelled").order_by("meeting__start", "pk")
