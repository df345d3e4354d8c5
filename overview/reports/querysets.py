"""Adjectives over reports, and over the log of exports."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from municipalities import places
from partnership.partners.models import PartnerOfficer
from partnership.people import roles
from partnership.people.models import SeatKind, User

if TYPE_CHECKING:
    from overview.reports.models import RecordsExport, Report  # noqa: F401

_OPEN = ("ordered", "under_way")


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: User | AnonymousUser | Any) -> Self:
        """One's own: nobody else may see the same."""
        return self.filter(ordered_by=user) if isinstance(user, User) and user.is_active else self.none()

    def open(self) -> Self:
        return self.filter(state__in=_OPEN)

    def unseen(self) -> Self:
        """Finished or failed, and not looked at."""
        return self.filter(state__in=["done", "failed"], seen_at=None)

    def to_write(self, now: dt.datetime) -> Self:
        """Ordered, or begun by somebody whose time is over; the oldest first."""
        free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
        return self.open().filter(free).order_by("ordered_at", "pk")

    def expired(self, before: dt.datetime) -> Self:
        return self.filter(finished_at__lt=before)

    def with_about(self) -> Self:
        return self.select_related("municipality", "partner", "company", "ordered_by")

    def same_as(self, **order: Any) -> Self:
        return self.filter(**order)


class RecordsExportQuerySet(models.QuerySet["RecordsExport"]):
    def visible_to(self, user: User | AnonymousUser | Any) -> Self:
        """The municipality's contact and deputy; the partner's advisers."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        seats = [seat.pk for seat in roles.seats_of(user) if seat.kind == SeatKind.OFFICER]
        partners = PartnerOfficer.objects.among(seats).values("partner")
        return self.filter(Q(municipality__in=places.of_contact(user)) | Q(partner__in=partners))

    def for_list(self) -> Self:
        return self.select_related("by", "municipality", "partner")
