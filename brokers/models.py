"""Innovation companies, the role of competence broker, what brokers cover, and their log of talks."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from brokers.querysets import (
    BrokeringEntryQuerySet,
    BrokerQuerySet,
    CoverageQuerySet,
    FirmQuerySet,
    InnovationCompanyQuerySet,
)
from municipalities.models import Municipality
from partnership.common import norwegian
from partnership.common.fields import URLField
from partnership.common.history import ReasonedHistory
from partnership.common.named import Named
from partnership.common.organisations import organisation_number
from partnership.common.ranges import DayRange
from partnership.common.versions import Versioned
from partnership.partners.models import ResearchOrganisation, Theme
from partnership.people.models import Seat, SeatKind, User

# A line that is read on a phone, and so many half hours a day and night hold.
LONGEST_LINE = 200
MOST_HALF_HOURS = 48


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

    class Capacity(models.TextChoices):
        UNSAID = "", _("not said")
        FREE = "free", _("yes")
        NONE = "none", _("not now")
        FULL = "full", _("full until a day")

    company = models.ForeignKey(InnovationCompany, models.PROTECT, related_name="brokers", verbose_name=_("company"))
    themes = models.ManyToManyField(Theme, blank=True, related_name="brokers", verbose_name=_("themes"))
    # Said by the broker, kept with who and when in the history; ``full_until`` is the first day with room again.
    capacity = models.CharField(
        _("free capacity"), max_length=4, choices=Capacity.choices, default=Capacity.UNSAID, blank=True
    )
    full_until = models.DateField(_("full until"), null=True, blank=True)

    objects = BrokerQuerySet.as_manager()  # type: ignore[misc]
    history = ReasonedHistory()

    class Meta:
        verbose_name = _("role as competence broker")
        verbose_name_plural = _("roles as competence broker")
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity="full", full_until__isnull=False)
                | (~Q(capacity="full") & Q(full_until__isnull=True)),
                name="broker_full_until_a_day",
                violation_error_message=_("Choose the day you have room again."),
            )
        ]

    def place_name(self) -> str:
        return self.company.name

    def capacity_on(self, day: dt.date | None = None) -> str:
        """One of ``Capacity``: who was full until the day, or until an earlier one, has room again."""
        over = self.full_until is not None and self.full_until <= (day or norwegian.today())
        return self.Capacity.FREE if over else self.capacity

    @property
    def capacity_line(self) -> str:
        """«ledig kapasitet: ja», «ledig kapasitet: nei», «fullt til 15. januar»; empty when nothing is said."""
        match self.capacity_on():
            case self.Capacity.FREE:
                return _now("free capacity: yes")
            case self.Capacity.NONE:
                return _now("free capacity: no")
            case self.Capacity.FULL if self.full_until:
                return _now("full until %(day)s") % {"day": norwegian.format_day(self.full_until, weekday=False)}
        return ""

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

    last_talk: dt.date | None  # only after ``with_last_talk``

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


class Firm(models.Model):
    """A firm the company has talked with, known to that company only; two companies may each have the same firm."""

    company = models.ForeignKey(InnovationCompany, models.PROTECT, related_name="firms", verbose_name=_("company"))
    name = models.CharField(_("name"), max_length=160)
    sort_name = models.CharField(max_length=160, editable=False, db_collation="C")
    org_number = models.CharField(
        _("organisation number"), max_length=9, blank=True, validators=[organisation_number]
    )

    objects = FirmQuerySet.as_manager()
    history = ReasonedHistory(excluded_fields=["sort_name"])

    class Meta:
        verbose_name = _("firm")
        verbose_name_plural = _("firms")
        ordering = ["sort_name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "org_number"],
                condition=~Q(org_number=""),
                name="firm_number_once",
                violation_error_message=_("The company has a firm with this organisation number already."),
            ),
            models.UniqueConstraint(
                "company",
                Lower("name"),
                condition=Q(org_number=""),
                name="firm_name_once",
                violation_error_message=_("The company has a firm with this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_name = norwegian.sort_key(self.name)
        super().save(*args, **kwargs)


class BrokeringEntry(Versioned):
    """One line of the brokering log (kompetansemegling): a broker has talked with a municipality or with a firm.

    The line is read by the broker's company, and when it is about a municipality by that municipality's own contact
    and deputy. Partners' officers see sums alone (``overview.brokering.brokering_report``): what is said to a broker
    is not said to those who grant the money. About a firm, the name too stays in the company.

    ``day`` is an Oslo day, never a later one than today. ``half_hours`` counts half hours. A deleted line stays with
    ``withdrawn_at``, so that it can be put back. The role it was written in (``seat``) keeps it when persons change.
    """

    class Kind(models.TextChoices):
        MOBILISED = "mobilised", _("mobilised")
        CLARIFIED = "clarified", _("clarified the need")
        CONNECTED = "connected", _("connected to a researcher")
        APPLIED = "applied", _("helped with an application")
        FOLLOWED_UP = "followed_up", _("followed up")

    seat = models.ForeignKey(Broker, models.PROTECT, related_name="entries", verbose_name=_("role"))
    written_by = models.ForeignKey(
        User, models.PROTECT, related_name="brokering_entries", verbose_name=_("written by")
    )
    day = models.DateField(_("day"), default=norwegian.today)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="brokering_entries",
        verbose_name=_("municipality"),
    )
    firm = models.ForeignKey(
        Firm, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("firm")
    )
    text = models.CharField(_("one line"), max_length=LONGEST_LINE, blank=True)
    research_organisation = models.ForeignKey(
        ResearchOrganisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="brokering_entries",
        verbose_name=_("research organisation"),
    )
    half_hours = models.PositiveSmallIntegerField(
        _("half hours"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_HALF_HOURS)],
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(_("deleted"), null=True, blank=True, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = BrokeringEntryQuerySet.as_manager()
    history = ReasonedHistory(excluded_fields=["version"])

    class Meta:
        verbose_name = _("line of the brokering log")
        verbose_name_plural = _("lines of the brokering log")
        ordering = ["-day", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(municipality__isnull=False, firm__isnull=True)
                | Q(municipality__isnull=True, firm__isnull=False),
                name="entry_municipality_or_firm",
                violation_error_message=_("Choose a municipality or a firm, one of them."),
            ),
        ]
        indexes = [
            models.Index(F("day").desc(), F("id").desc(), name="entry_newest"),
            models.Index(fields=["municipality", "-day"], name="entry_municipality_day"),
        ]

    def __str__(self) -> str:
        return f"{self.about}, {self.day}"

    def get_absolute_url(self) -> str:
        return reverse("brokers:entry", args=[self.pk])

    def clean(self) -> None:
        if self.day > norwegian.today():
            raise ValidationError({"day": _now("Choose today or an earlier day.")})
        if self.firm is not None and self.firm.company_id != self.seat.company_id:
            raise ValidationError(_now("The firm belongs to another company."))

    @property
    def about(self) -> Municipality | Firm:
        found = self.municipality or self.firm
        assert found is not None  # held by a constraint
        return found

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def time_spent(self) -> str:
        """«1,5 timer»; empty when it is not said."""
        if self.half_hours is None:
            return ""
        text = ngettext("%(hours)s hour", "%(hours)s hours", 1 if self.half_hours == 2 else 2)
        return text % {"hours": norwegian.format_hours(self.half_hours)}
