"""Innovation companies, the role of competence broker, and what brokers cover."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from brokers.querysets import BrokerQuerySet, CoverageQuerySet, InnovationCompanyQuerySet
from municipalities.models import Municipality
from partnership.common import norwegian
from partnership.common.fields import URLField
from partnership.common.history import ReasonedHistory
from partnership.common.named import Named
from partnership.common.ranges import DayRange
from partnership.partners.models import Theme
from partnership.people.models import Seat, SeatKind


class InnovationCompany(Named):
    class Kind(models.TextChoices):
        GARDEN = "naeringshage", _("business garden")
        INCUBATOR = "inkubator", _("incubator")
        OTHER = "annet", _("innovation company")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.OTHER)
    seat_place = models.CharField(_("place"), max_length=120, blank=True)
    website = URLField(_("website"), blank=True)
    about = models.TextField(_("about"), blank=True)
    source = models.CharField(_("source"), max_length=400, blank=True)
    last_checked = models.DateField(_("last checked"), null=True, blank=True)
    is_active = models.BooleanField(_("active"), default=True)

    objects = InnovationCompanyQuerySet.as_manager()
    history = ReasonedHistory()

    class Meta(Named.Meta):
        verbose_name = _("innovation company")
        verbose_name_plural = _("innovation companies")

    def get_absolute_url(self) -> str:
        return reverse("overview:company", args=[self.slug])


class Broker(Seat):
    """The role of competence broker in an innovation company. Covers municipalities and themes."""

    KIND = SeatKind.BROKER

    company = models.ForeignKey(InnovationCompany, models.PROTECT, related_name="brokers", verbose_name=_("company"))
    themes = models.ManyToManyField(Theme, blank=True, related_name="brokers", verbose_name=_("themes"))

    objects = BrokerQuerySet.as_manager()  # type: ignore[misc]
    history = ReasonedHistory()

    class Meta:
        verbose_name = _("role as competence broker")
        verbose_name_plural = _("roles as competence broker")

    def place_name(self) -> str:
        return self.company.name

    def get_absolute_url(self) -> str:
        return reverse("overview:broker", args=[self.pk])


class Coverage(models.Model):
    """A company, or one broker of it, covers a municipality from ``since`` until ``until`` (exclusive)."""

    company = models.ForeignKey(InnovationCompany, models.CASCADE, related_name="coverage", verbose_name=_("company"))
    broker = models.ForeignKey(
        Broker,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="coverage",
        verbose_name=_("broker"),
        help_text=_("Empty: every broker of the company."),
    )
    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="coverage", verbose_name=_("municipality")
    )
    since = models.DateField(_("from"), default=norwegian.today)
    until = models.DateField(_("until"), null=True, blank=True)
    is_confirmed = models.BooleanField(_("confirmed by the company"), default=False)
    source = models.CharField(_("source"), max_length=400, blank=True)

    objects = CoverageQuerySet.as_manager()
    history = ReasonedHistory()

    class Meta:
        verbose_name = _("coverage")
        verbose_name_plural = _("coverage")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="coverage_ends_after_start"
            ),
            ExclusionConstraint(
                name="coverage_company_once",
                expressions=[
                    ("company", RangeOperators.EQUAL),
                    ("municipality", RangeOperators.EQUAL),
                    (DayRange("since", "until"), RangeOperators.OVERLAPS),
                ],
                condition=Q(broker__isnull=True),
                violation_error_message=_("The company already covers this municipality in that time."),
            ),
            ExclusionConstraint(
                name="coverage_broker_once",
                expressions=[
                    ("broker", RangeOperators.EQUAL),
                    ("municipality", RangeOperators.EQUAL),
                    (DayRange("since", "until"), RangeOperators.OVERLAPS),
                ],
                condition=Q(broker__isnull=False),
                violation_error_message=_("The broker already covers this municipality in that time."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.broker or self.company} – {self.municipality}"
