"""Chainable adjectives over companies, broker roles and coverage."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q

from partnership.common import norwegian
from partnership.people.querysets import SeatQuerySet

if TYPE_CHECKING:
    from brokers.models import Coverage, InnovationCompany  # noqa: F401
    from municipalities.models import Municipality


class CoverageQuerySet(models.QuerySet["Coverage"]):
    def current(self, day: dt.date | None = None) -> Self:
        day = day or norwegian.today()
        return self.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)


class BrokerQuerySet(SeatQuerySet):
    def covering(self, municipalities: models.QuerySet[Municipality] | list[Municipality]) -> Self:
        """Open broker roles that cover any of the municipalities today, themselves or by their company."""
        from brokers.models import Coverage

        current = Coverage.objects.current().filter(municipality__in=municipalities)
        own = Exists(current.filter(broker=OuterRef("pk")))
        company = Exists(current.filter(company=OuterRef("company"), broker__isnull=True))
        return self.open().filter(own | company)

    def with_company(self) -> Self:
        return self.select_related("company").with_current_terms()


class InnovationCompanyQuerySet(models.QuerySet["InnovationCompany"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def with_brokers_and_coverage(self) -> Self:
        from brokers.models import Broker, Coverage

        seats = Broker.objects.open().with_current_terms().order_by("pk")
        coverage = Coverage.objects.current().select_related("municipality").order_by("municipality__sort_name")
        return self.prefetch_related(
            Prefetch("brokers", queryset=seats, to_attr="open_brokers"),
            Prefetch("coverage", queryset=coverage, to_attr="current_coverage"),
        )
