"""Chainable adjectives over companies, broker roles and coverage."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q

from partnership.common import norwegian
from partnership.people.querysets import SeatQuerySet

if TYPE_CHECKING:
    from brokers.models import Broker, Coverage, InnovationCompany  # noqa: F401
    from municipalities.models import Municipality


class CoverageQuerySet(models.QuerySet["Coverage"]):
    def current(self, day: dt.date | None = None) -> Self:
        day = day or norwegian.today()
        return self.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)

    def not_ended(self) -> Self:
        """Of today or later."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=norwegian.today()))

    def by_company_alone(self) -> Self:
        """Every broker of the company, not one of them."""
        return self.filter(broker__isnull=True)

    def unconfirmed(self) -> Self:
        """The company has not said that it is so."""
        return self.filter(is_confirmed=False)

    def of_company(self, company_pk: int) -> Self:
        return self.filter(company=company_pk)

    def of_broker(self, broker: Broker) -> Self:
        """What the broker covers, personally or because the company does, in Norwegian order."""
        own = Q(broker=broker) | Q(company=broker.company_id, broker__isnull=True)
        return self.filter(own).select_related("municipality").order_by("municipality__sort_name")

    def of_brokers(self, broker_pks: list[int]) -> Self:
        """What any of these broker roles covers, personally or by company."""
        from brokers.models import Broker

        companies = Broker.objects.filter(pk__in=broker_pks).values("company")
        return self.filter(Q(broker__in=broker_pks) | Q(company__in=companies, broker__isnull=True))


class BrokerQuerySet(SeatQuerySet["Broker"]):
    def covering(self, municipalities: models.QuerySet[Municipality] | list[Municipality]) -> Self:
        """Open broker roles that cover any of the municipalities today, themselves or by their company."""
        from brokers.models import Coverage

        current = Coverage.objects.current().filter(municipality__in=municipalities)
        own = Exists(current.filter(broker=OuterRef("pk")))
        company = Exists(current.filter(company=OuterRef("company"), broker__isnull=True))
        return self.open().filter(own | company)

    def of_company(self, company_pk: int) -> Self:
        return self.filter(company=company_pk)

    def with_company(self) -> Self:
        return self.select_related("company").with_current_terms()


class InnovationCompanyQuerySet(models.QuerySet["InnovationCompany"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def covering_municipality(self, slug: str) -> Self:
        from brokers.models import Coverage

        if not slug:
            return self
        current = Coverage.objects.current().filter(municipality__slug=slug, company=OuterRef("pk"))
        return self.filter(Exists(current))

    def with_theme(self, slug: str) -> Self:
        from brokers.models import Broker

        if not slug:
            return self
        return self.filter(Exists(Broker.objects.open().filter(company=OuterRef("pk"), themes__slug=slug)))

    def with_brokers_and_coverage(self) -> Self:
        from brokers.models import Broker, Coverage

        seats = Broker.objects.open().with_current_terms().prefetch_related("themes").order_by("pk")
        coverage = Coverage.objects.current().select_related("municipality").order_by("municipality__sort_name")
        return self.prefetch_related(
            Prefetch("brokers", queryset=seats, to_attr="open_brokers"),
            Prefetch("coverage", queryset=coverage, to_attr="current_coverage"),
        )
