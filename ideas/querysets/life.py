"""Adjectives over what happens to ideas."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.db import models

if TYPE_CHECKING:
    from brokers.models import Broker
    from ideas.models import BrokerRequest, IdeaEvent, StandingConsent  # noqa: F401
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
