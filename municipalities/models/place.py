"""Municipalities, regional councils, and the role of FoUI contact."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from municipalities.querysets.place import FouiContactQuerySet, MunicipalityQuerySet, RegionalCouncilQuerySet
from partnership.common import norwegian
from partnership.common.fields import URLField
from partnership.common.history import ReasonedHistory
from partnership.common.named import Named
from partnership.people.models import Seat, SeatKind


class RegionalCouncil(Named):
    full_name = models.CharField(_("full name"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = RegionalCouncilQuerySet.as_manager()
    history = ReasonedHistory(excluded_fields=["sort_name"])

    class Meta(Named.Meta):
        verbose_name = _("regional council")
        verbose_name_plural = _("regional councils")


@lru_cache(maxsize=4096)
def address(slug: str) -> str:
    """Of a municipality's page. Looked up once each: a map asks for all of them."""
    return reverse("overview:municipality", args=[slug])


class Municipality(Named):
    """``name`` is the short Norwegian name in daily use; ``official_name`` as the state writes it."""

    number = models.CharField(
        _("municipality number"),
        max_length=4,
        unique=True,
        validators=[RegexValidator(r"^\d{4}$", _("Four digits, such as 5036."))],
    )
    official_name = models.CharField(_("official name"), max_length=160)
    sami_name = models.CharField(_("Sami name"), max_length=120, blank=True)
    org_number = models.CharField(_("organisation number"), max_length=9, blank=True)
    postmottak = models.EmailField(_("postmottak"), blank=True)
    postmottak_checked = models.DateField(_("postmottak checked"), null=True, blank=True)
    website = URLField(_("website"), blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    councils: models.ManyToManyField[RegionalCouncil, CouncilMembership] = models.ManyToManyField(
        RegionalCouncil,
        through="CouncilMembership",
        related_name="municipalities",
        verbose_name=_("regional councils"),
    )
    search_text = models.TextField(editable=False, default="", blank=True)

    objects = MunicipalityQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search_text", "sort_name"])

    class Meta(Named.Meta):
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        indexes = [GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="municipality_search")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        text = " ".join(filter(None, (self.number, *self.names))).lower()
        self.search_text = f"{text} {norwegian.plain(text)}"
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return address(self.slug)

    @property
    def names(self) -> list[str]:
        """What it may be called: the short name, the official one, the Sami one."""
        return [name for name in (self.name, self.official_name, self.sami_name) if name]

    @property
    def shown_sami_name(self) -> str:
        """Beside the short name; empty when the short name is the Sami one."""
        return self.sami_name if self.sami_name != self.name else ""

    def councils_in_order(self) -> models.QuerySet[RegionalCouncil]:
        """The regional councils it lies in, the primary one first."""
        chosen = RegionalCouncil.objects.filter(memberships__municipality=self)
        return chosen.order_by("-memberships__is_primary", "sort_name")


class CouncilMembership(models.Model):
    """A municipality may lie in two councils; the primary one is used where lists need one."""

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="memberships", verbose_name=_("municipality")
    )
    council = models.ForeignKey(
        RegionalCouncil, models.CASCADE, related_name="memberships", verbose_name=_("regional council")
    )
    is_primary = models.BooleanField(_("primary"), default=False)

    history = ReasonedHistory()

    class Meta:
        verbose_name = _("membership of a regional council")
        verbose_name_plural = _("memberships of regional councils")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "council"], name="council_membership_once"),
            models.UniqueConstraint(
                fields=["municipality"], condition=models.Q(is_primary=True), name="council_one_primary"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} – {self.council}"


class FouiContact(Seat):
    """The role of FoUI contact in a municipality. There may be none, one or several."""

    KIND = SeatKind.CONTACT

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="contacts", verbose_name=_("municipality")
    )
    area = models.CharField(
        _("area of work"),
        max_length=120,
        blank=True,
        help_text=_("When a municipality has several contacts."),
    )

    objects = FouiContactQuerySet.as_manager()  # type: ignore[misc]
    history = ReasonedHistory()

    class Meta:
        verbose_name = _("role as FoUI contact")
        verbose_name_plural = _("roles as FoUI contact")

    def place_name(self) -> str:
        return self.municipality.name
