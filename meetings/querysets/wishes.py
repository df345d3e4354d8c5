"""Chainable adjectives over what people say when they answer."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from meetings.models import Meeting, PracticalNeed, Wish  # noqa: F401


class WishQuerySet(models.QuerySet["Wish"]):
    def of(self, meeting: Meeting) -> Self:
        return self.filter(invitation__meeting=meeting).select_related("theme")


class PracticalNeedQuerySet(models.QuerySet["PracticalNeed"]):
    def of(self, meeting: Meeting) -> Self:
        return self.filter(invitation__meeting=meeting)

    def of_those_coming(self) -> Self:
        """Of those who come or may come, and whose invitation stands."""
        return self.filter(invitation__reply__in=["comes", "maybe"], invitation__withdrawn_at=None)

    def of_meetings_over_before(self, moment: dt.datetime) -> Self:
        return self.filter(invitation__meeting__end__lt=moment)
