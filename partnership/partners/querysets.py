"""Chainable adjectives over partners, schemes and calls."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Prefetch
from django.utils import timezone

from partnership.common import norwegian
from partnership.people.models import RoleTerm, User
from partnership.people.querysets import SeatQuerySet

if TYPE_CHECKING:
    from partnership.partners.models import FundingCall, FundingScheme, Partner  # noqa: F401


class PartnerOfficerQuerySet(SeatQuerySet):
    def held_by(self, user: User) -> Self:
        """Roles the person has today, as holder or deputy."""
        return self.filter(pk__in=RoleTerm.objects.current().of(user).values("seat"))


class PartnerQuerySet(models.QuerySet["Partner"]):
    def with_officers(self) -> Self:
        """Prefetch open officer seats with their current terms (three queries in all)."""
        from partnership.partners.models import PartnerOfficer

        seats = PartnerOfficer.objects.open().with_current_terms().order_by("order", "sort_place", "pk")
        return self.prefetch_related(Prefetch("officers", queryset=seats, to_attr="open_officers"))


class FundingSchemeQuerySet(models.QuerySet["FundingScheme"]):
    def shown(self) -> Self:
        return self.filter(is_active=True)

    def stale(self) -> Self:
        from partnership.partners.models import STALE_AFTER

        return self.filter(last_checked__lt=norwegian.today() - STALE_AFTER)

    def with_calls(self) -> Self:
        return self.select_related("owner_partner").prefetch_related("calls", "themes")


class FundingCallQuerySet(models.QuerySet["FundingCall"]):
    def closing_within(self, days: int) -> Self:
        now = timezone.now()
        return self.filter(closes__gt=now, closes__lte=now + dt.timedelta(days=days))

    def open(self) -> Self:
        """Not closed; without a closing date it counts as open while its scheme is shown."""
        return self.filter(scheme__is_active=True).exclude(closes__lt=timezone.now())
