"""Adjectives over what happens to ideas."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F

from ideas import stages
from partnership.common import norwegian

if TYPE_CHECKING:
    from brokers.models import Broker
    from ideas.models import BrokerRequest, IdeaEvent, Intake, Reminder, StandingConsent  # noqa: F401
    from municipalities.models import Municipality


class IdeaEventQuerySet(models.QuerySet["IdeaEvent"]):
    def standing(self) -> Self:
        """Not undone."""
        return self.filter(undone_at__isnull=True)

    def for_sender(self) -> Self:
        """What the sender's page shows."""
        return self.standing().filter(is_internal=False)

    def moved_to(self, stage: str) -> Self:
        return self.filter(kind="moved", new_stage=stage)

    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")

    def whys(self, stage: str, ideas: list[int]) -> dict[int, str]:
        """Why each was last moved to ``stage``, as its own municipality reads it."""
        moves = self.standing().moved_to(stage).filter(idea__in=ideas).order_by("at", "pk")
        return {idea: reason or told for idea, reason, told in moves.values_list("idea", "reason", "told")}


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def to_leaders(self) -> Self:
        return self.filter(level="leader")

    def to_leader_of(self, intake: Intake) -> Self:
        return self.to_leaders().filter(idea__municipality=intake.municipality_id)

    def still_late(self) -> Self:
        """The idea is open, and has had no other date."""
        return self.filter(idea__stage__in=stages.OPEN, idea__next_date=F("about"))

    def with_idea(self) -> Self:
        related = ("idea__municipality", "idea__holder_person", "idea__holder_seat")
        return self.select_related(*related).order_by("about", "idea")

    def on_day(self, day: dt.date) -> Self:
        """Told on the Oslo day."""
        after = norwegian.at(day + dt.timedelta(days=1), dt.time())
        return self.filter(at__gte=norwegian.at(day, dt.time()), at__lt=after)


class BrokerRequestQuerySet(models.QuerySet["BrokerRequest"]):
    def open(self) -> Self:
        return self.filter(answer="")

    def taken(self) -> Self:
        return self.filter(answer="taken")

    def to_seats(self, seats: Any) -> Self:
        return self.filter(broker__in=seats)

    def unanswered_on(self, day: dt.date) -> Self:
        """Open, and the day to answer by is over."""
        return self.open().filter(answer_by__lt=day)


class StandingConsentQuerySet(models.QuerySet["StandingConsent"]):
    def current(self) -> Self:
        return self.filter(ended_at__isnull=True)

    def between(self, municipality: Municipality | int, broker: Broker | int) -> Self:
        return self.current().filter(municipality=municipality, broker=broker)

    def of_seats(self, seats: Any) -> Self:
        return self.current().filter(broker__in=seats)
