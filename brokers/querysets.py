"""Chainable adjectives over companies, broker roles, coverage, firms and the brokering log."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q, Subquery, Sum

from partnership.common import norwegian
from partnership.people import roles
from partnership.people.models import RoleTerm, SeatKind, User
from partnership.people.querysets import RoleTermQuerySet, SeatQuerySet

if TYPE_CHECKING:
    from brokers.models import Broker, BrokeringEntry, Coverage, Firm, InnovationCompany  # noqa: F401
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

    def of_municipality(self, municipality_pk: int) -> Self:
        return self.filter(municipality=municipality_pk)

    def of_broker(self, broker: Broker) -> Self:
        """What the broker covers, personally or because the company does, in Norwegian order."""
        own = Q(broker=broker) | Q(company=broker.company_id, broker__isnull=True)
        return self.filter(own).select_related("municipality").order_by("municipality__sort_name")

    def of_brokers(self, broker_pks: list[int]) -> Self:
        """What any of these broker roles covers, personally or by company."""
        from brokers.models import Broker

        companies = Broker.objects.filter(pk__in=broker_pks).values("company")
        return self.filter(Q(broker__in=broker_pks) | Q(company__in=companies, broker__isnull=True))

    def with_last_talk(self) -> Self:
        """``last_talk``: the day of the newest line about the municipality by anybody in the company, or None."""
        from brokers.models import BrokeringEntry

        there = BrokeringEntry.objects.standing().filter(municipality=OuterRef("municipality"))
        days = there.filter(seat__company=OuterRef("company")).order_by("-day").values("day")
        return self.annotate(last_talk=Subquery(days[:1]))


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

    def held_today(self) -> RoleTermQuerySet:
        """Who has these roles, by name, with role and company."""
        terms = RoleTerm.objects.current().holders().filter(seat__in=self.values("pk"))
        return terms.select_related("person", "seat__broker__company").order_by("person__sort_name", "pk")

    def of_user(self, user: User | AnonymousUser) -> Self:
        """The roles the person has today, as holder or deputy, with their companies."""
        seats = [seat.pk for seat in roles.seats_of(user) if seat.kind == SeatKind.BROKER]
        return self.filter(pk__in=seats).select_related("company") if seats else self.none()


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


class FirmQuerySet(models.QuerySet["Firm"]):
    def of_company(self, company_pk: int) -> Self:
        return self.filter(company=company_pk)

    def named(self, name: str) -> Self:
        """Whatever the case of the letters."""
        return self.filter(name__iexact=name)

    def numbered(self, org_number: str) -> Self:
        return self.filter(org_number=org_number)

    def latest_first(self) -> Self:
        """Those talked with last come first."""
        talks = Max("entries__day", filter=Q(entries__withdrawn_at__isnull=True))
        return self.annotate(last_talk=talks).order_by(F("last_talk").desc(nulls_last=True), "sort_name", "pk")


def _of_companies(brokers: list[int]) -> Q:
    """Written in any role of the companies that have these broker roles."""
    from brokers.models import Broker

    return Q(seat__company__in=Broker.objects.among(brokers).values("company"))


class BrokeringEntryQuerySet(models.QuerySet["BrokeringEntry"]):
    def standing(self) -> Self:
        """Not deleted."""
        return self.filter(withdrawn_at__isnull=True)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Lines one may read: of the own company, and about the own municipality (as contact or deputy).

        Officers read none: they get sums in the report. Superusers, who run the portal, read all.
        """
        from municipalities.models import FouiContact

        if not isinstance(user, User) or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.standing()
        seats = roles.seats_of(user)
        brokers = [seat.pk for seat in seats if seat.kind == SeatKind.BROKER]
        contacts = [seat.pk for seat in seats if seat.kind == SeatKind.CONTACT]
        if not (brokers or contacts):
            return self.none()
        places = FouiContact.objects.among(contacts).values("municipality")
        return self.standing().filter(_of_companies(brokers) | Q(municipality__in=places))

    def changeable_by(self, user: User | AnonymousUser) -> Self:
        """Also deleted ones, to put back: those of the roles one has, and what one wrote in the same company."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        seats = [seat.pk for seat in roles.seats_of(user) if seat.kind == SeatKind.BROKER]
        written = Q(written_by=user) & _of_companies(seats)
        return self.filter(Q(seat__in=seats) | written) if seats else self.none()

    def of_company(self, company_pk: int) -> Self:
        return self.filter(seat__company=company_pk)

    def of_companies(self, company_pks: list[int]) -> Self:
        return self.filter(seat__company__in=company_pks)

    def about_municipality(self, municipality: Municipality) -> Self:
        return self.filter(municipality=municipality)

    def in_municipality(self, slug: str) -> Self:
        """All when ``slug`` is empty."""
        return self.filter(municipality__slug=slug) if slug else self

    def of_kind(self, kind: str) -> Self:
        """All when ``kind`` is empty."""
        return self.filter(kind=kind) if kind else self

    def between(self, since: dt.date | None, until: dt.date | None) -> Self:
        """Oslo days, both included; None is no limit."""
        found = self.filter(day__gte=since) if since else self
        return found.filter(day__lte=until) if until else found

    def of_demo(self) -> Self:
        return self.filter(is_demo=True)

    def for_list(self) -> Self:
        """With all that a line shows."""
        return self.select_related("seat__company", "written_by", "municipality", "firm", "research_organisation")

    def sums(self) -> dict[str, int]:
        """``entries``, ``municipalities``, ``firms``, ``half_hours``, ``research`` (organisations), and by kind."""
        from brokers.models import BrokeringEntry

        kinds = {kind.value: Count("pk", filter=Q(kind=kind)) for kind in BrokeringEntry.Kind}
        found = self.order_by().aggregate(
            entries=Count("pk"),
            municipalities=Count("municipality", distinct=True),
            firms=Count("firm", distinct=True),
            half_hours=Sum("half_hours", default=0),
            research=Count("research_organisation", distinct=True),
            **kinds,
        )
        return {name: int(value) for name, value in found.items()}

    def sums_by_company(self) -> list[dict[str, Any]]:
        """``company`` (name), ``entries``, ``municipalities``, ``firms``, ``half_hours``, in Norwegian order."""
        grouped = self.order_by().values(company=F("seat__company__name"), sort=F("seat__company__sort_name"))
        counted = grouped.annotate(
            entries=Count("pk"),
            municipalities=Count("municipality", distinct=True),
            firms=Count("firm", distinct=True),
            half_hours=Sum("half_hours", default=0),
        )
        return [dict(row) for row in counted.order_by("sort")]
