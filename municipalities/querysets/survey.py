"""Chainable adjectives over a municipality's own surveys."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Q

from partnership.common import links, norwegian

if TYPE_CHECKING:
    from municipalities.models import Municipality, Survey, SurveyAnswer, SurveyText  # noqa: F401


class SurveyQuerySet(models.QuerySet["Survey"]):
    def of(self, municipality: Municipality | int) -> Self:
        return self.filter(municipality=municipality)

    def open(self) -> Self:
        return self.filter(closed_at__isnull=True, closes_on__gte=norwegian.today())

    def ended(self) -> Self:
        """Closed by somebody, or by the day alone."""
        return self.filter(Q(closed_at__isnull=False) | Q(closes_on__lt=norwegian.today()))

    def unread(self) -> Self:
        return self.filter(read_on__isnull=True)

    def ended_since(self, day: dt.date) -> Self:
        return self.ended().filter(closes_on__gte=day)

    def ended_before(self, day: dt.date) -> Self:
        return self.ended().filter(closes_on__lt=day)

    def with_counts(self) -> Self:
        """``n``: how many have answered; the newest first (a sum knows nothing of the model's own order)."""
        return self.annotate(n=Count("answers")).order_by("-closes_on", "-pk")

    def of_person(self, person: int) -> Self:
        return self.filter(Q(opened_by=person) | Q(closed_by=person))

    def by_token(self, token: str) -> Survey | None:
        """The one a link opens; None for links that are none, or taken back."""
        from municipalities.models.survey import SURVEY

        try:
            link = links.read(SURVEY, token)
        except links.BadLink:
            return None
        found = self.select_related("municipality")
        return found.filter(pk=link.pk, link_version=link.version).first() if link.pk < 2**63 else None


class SurveyAnswerQuerySet(models.QuerySet["SurveyAnswer"]):
    def of(self, survey: Survey) -> Self:
        return self.filter(survey=survey)

    def of_surveys(self, surveys: Iterable[Survey]) -> Self:
        return self.filter(survey__in=[one.pk for one in surveys])


class SurveyTextQuerySet(models.QuerySet["SurveyText"]):
    def of(self, survey: Survey) -> Self:
        return self.filter(survey=survey)

    def of_surveys(self, surveys: models.QuerySet[Survey]) -> Self:
        return self.filter(survey__in=surveys)
