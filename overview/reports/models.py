"""A report somebody has ordered, and the log of records that have been taken out."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from brokers.models import InnovationCompany
from municipalities.models import Municipality
from overview.reports.querysets import RecordsExportQuerySet, ReportQuerySet
from partnership.partners.models import Partner
from partnership.people.models import User

About = Municipality | Partner | InnovationCompany
KEPT = dt.timedelta(days=90)
OPEN = ("ordered", "under_way")
_ONE_ABOUT = (
    Q(municipality__isnull=False, partner__isnull=True, company__isnull=True)
    | Q(municipality__isnull=True, partner__isnull=False, company__isnull=True)
    | Q(municipality__isnull=True, partner__isnull=True, company__isnull=False)
)


class Report(models.Model):
    """The orderer's own: what it says is what that person may see. ``since`` and ``until`` are Oslo days, both
    included; an archive has none, it holds everything.

    ``seen_as`` is the right it was written by (``rights.Level``): with another one today it is not handed out.
    ``lease_until``: whoever writes it has it until then; a worker that was killed loses it.
    """

    class Kind(models.TextChoices):
        YEARLY = "yearly", _("report")
        ARCHIVE = "archive", _("records for the archive")

    class State(models.TextChoices):
        ORDERED = "ordered", _("ordered")
        UNDER_WAY = "under_way", _("being written")
        DONE = "done", _("finished")
        FAILED = "failed", _("failed")

    kind = models.CharField(_("kind"), max_length=7, choices=Kind.choices, default=Kind.YEARLY)
    municipality = models.ForeignKey(
        Municipality, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("municipality")
    )
    partner = models.ForeignKey(
        Partner, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("partner")
    )
    company = models.ForeignKey(
        InnovationCompany, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("company")
    )
    since = models.DateField(_("from"), null=True, blank=True)
    until = models.DateField(_("to and including"), null=True, blank=True)
    why = models.CharField(_("why"), max_length=300, blank=True)

    ordered_by = models.ForeignKey(User, models.CASCADE, related_name="reports", verbose_name=_("ordered by"))
    ordered_at = models.DateTimeField(_("ordered"), default=timezone.now)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.ORDERED)
    progress = models.PositiveSmallIntegerField(_("per cent done"), default=0)
    step = models.CharField(_("what is being done"), max_length=120, blank=True)
    seen_as = models.CharField(max_length=12, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    lease_owner = models.UUIDField(null=True, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    error = models.CharField(_("what went wrong"), max_length=300, blank=True)
    # By the orderer, once it is finished or has failed: until then it waits for them.
    seen_at = models.DateTimeField(null=True, blank=True, editable=False)

    pdf = models.FileField(upload_to="rapporter/", blank=True, max_length=200)
    xlsx = models.FileField(upload_to="rapporter/", blank=True, max_length=200)
    zip = models.FileField(upload_to="rapporter/", blank=True, max_length=200)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-ordered_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=_ONE_ABOUT, name="report_about_one"),
            models.CheckConstraint(
                condition=Q(kind="archive", municipality__isnull=False, since__isnull=True, until__isnull=True)
                | Q(kind="yearly", since__isnull=False, until__gte=F("since")),
                name="report_of_a_period",
            ),
            models.UniqueConstraint(
                fields=["ordered_by", "kind", "municipality", "partner", "company", "since", "until"],
                condition=Q(state__in=OPEN),
                nulls_distinct=False,
                name="report_one_under_way",
            ),
        ]
        indexes = [
            models.Index(fields=["ordered_at"], condition=Q(state__in=OPEN), name="report_to_write"),
            models.Index(fields=["ordered_by", "-ordered_at"], name="report_own"),
            models.Index(
                fields=["ordered_by"],
                condition=Q(state__in=["done", "failed"], seen_at__isnull=True),
                name="report_unseen",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.about}"

    def get_absolute_url(self) -> str:
        return reverse("overview:report", args=[self.pk])

    @property
    def about(self) -> About:
        found = self.municipality or self.partner or self.company
        assert found is not None  # held by a constraint
        return found

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE

    @property
    def is_archive(self) -> bool:
        return self.kind == self.Kind.ARCHIVE

    @property
    def files(self) -> list[str]:
        """Of the kinds of file it has: names of the fields."""
        return [name for name in ("pdf", "xlsx", "zip") if getattr(self, name)]

    @property
    def kept_until(self) -> dt.datetime | None:
        return self.finished_at and self.finished_at + KEPT

    @property
    def version(self) -> str:
        """Of what the page that follows along shows."""
        return f"{self.state}.{self.progress}.{self.attempts}"


class RecordsExport(models.Model):
    """Append-only: somebody has taken records out, why, and how many. Of a municipality, or of a partner."""

    class Kind(models.TextChoices):
        ACCESS = "access", _("for a request for access")
        ARCHIVE = "archive", _("for the archive")

    kind = models.CharField(_("kind"), max_length=7, choices=Kind.choices)
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, blank=True, related_name="+")
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    why = models.CharField(_("why"), max_length=300)
    words = models.CharField(_("search words"), max_length=200, blank=True)
    since = models.DateField(_("from"), null=True, blank=True)
    until = models.DateField(_("to and including"), null=True, blank=True)
    rows = models.PositiveIntegerField(_("number of records"))
    file_format = models.CharField(max_length=4)

    objects = RecordsExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("export of records")
        verbose_name_plural = _("exports of records")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(municipality__isnull=False, partner__isnull=True)
                | Q(municipality__isnull=True, partner__isnull=False),
                name="records_export_of_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality or self.partner}, {self.at:%Y-%m-%d}"
