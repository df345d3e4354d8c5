"""The partners, their officers, and the money: stable schemes, dated calls."""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from partnership.common import norwegian
from partnership.common.fields import URLField
from partnership.common.named import Named
from partnership.partners.querysets import (
    FundingCallQuerySet,
    FundingSchemeQuerySet,
    PartnerOfficerQuerySet,
    PartnerQuerySet,
)
from partnership.people.models import Seat, SeatKind

STALE_AFTER = dt.timedelta(days=180)


class Partner(Named):
    """One of the equal partners that own the portal together."""

    short_name = models.CharField(_("short name"), max_length=60)
    role = models.CharField(_("what the partner does, in one line"), max_length=160)
    about = models.TextField(_("about"), blank=True, help_text=_("Markdown."))
    website = URLField(_("website"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = PartnerQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Named.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["order", "sort_name"]

    def get_absolute_url(self) -> str:
        return reverse("overview:partner", args=[self.slug])


class PartnerOfficer(Seat):
    """The role of an adviser at a partner."""

    KIND = SeatKind.OFFICER

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="officers", verbose_name=_("partner"))
    task = models.CharField(_("task"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("The lowest is shown as the partner's contact.")
    )

    objects = PartnerOfficerQuerySet.as_manager()  # type: ignore[misc]
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("adviser's role at a partner")
        verbose_name_plural = _("advisers' roles at partners")

    def place_name(self) -> str:
        return self.partner.short_name


class Theme(Named):
    class Group(models.TextChoices):
        CHALLENGE = "challenge", _("the big challenges")
        COMPETENCE = "competence", _("competence and recruitment")
        OTHER = "other", _("other themes")

    group = models.CharField(_("group"), max_length=12, choices=Group.choices, default=Group.OTHER)

    history = HistoricalRecords(excluded_fields=["sort_name"])

    class Meta(Named.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")


class ResearchOrganisation(Named):
    kind = models.CharField(_("kind"), max_length=60, blank=True)
    website = URLField(_("website"), blank=True)

    history = HistoricalRecords(excluded_fields=["sort_name"])

    class Meta(Named.Meta):
        verbose_name = _("research organisation")
        verbose_name_plural = _("research organisations")


class Applicant(models.TextChoices):
    MUNICIPALITY = "municipality", _("municipality")
    COUNTY = "county", _("county authority")
    COMPANY = "company", _("company")
    STUDENT = "student", _("student")
    STATE = "state", _("state body")
    RESEARCH = "research", _("research organisation")
    CONSORTIUM = "consortium", _("consortium")
    NONPROFIT = "nonprofit", _("non-profit organisation")


class FundingScheme(Named):
    """A way to get money or help that lasts while its calls change. What we do not know is null, and said so."""

    class DeadlineKind(models.TextChoices):
        RUNNING = "running", _("apply at any time")
        FIXED = "fixed", _("fixed deadline")
        ROUNDS = "rounds", _("in rounds")
        UNTIL_SPENT = "until_spent", _("until the money is spent")

    class MunicipalityRole(models.TextChoices):
        APPLICANT = "applicant", _("the municipality applies itself")
        PARTNER = "partner", _("the municipality takes part as a partner")

    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    owner_partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="schemes",
        verbose_name=_("owning partner"),
    )
    owner_name = models.CharField(_("owner"), max_length=120, blank=True, help_text=_("When no partner owns it."))
    purpose = models.TextField(_("purpose, in one plain sentence"))
    applicants = ArrayField(
        models.CharField(max_length=16, choices=Applicant.choices),
        verbose_name=_("who may apply"),
        default=list,
        blank=True,
    )
    municipality_role = models.CharField(
        _("the municipality's part"),
        max_length=10,
        choices=MunicipalityRole.choices,
        default=MunicipalityRole.APPLICANT,
    )
    needs_research_partner = models.BooleanField(_("needs a research partner"), null=True, blank=True)
    needs_broker_dialogue = models.BooleanField(
        _("needs a talk with a competence broker first"), null=True, blank=True
    )
    min_amount = models.PositiveIntegerField(_("lowest amount (kroner)"), null=True, blank=True)
    max_amount = models.PositiveIntegerField(_("highest amount (kroner)"), null=True, blank=True)
    max_support_percent = models.PositiveSmallIntegerField(
        _("highest share of the costs (per cent)"), null=True, blank=True
    )
    own_share = models.CharField(_("own share"), max_length=300, blank=True)
    phases = ArrayField(models.CharField(max_length=20), verbose_name=_("phases"), default=list, blank=True)
    themes = models.ManyToManyField(Theme, blank=True, related_name="schemes", verbose_name=_("themes"))
    deadline_kind = models.CharField(_("kind of deadline"), max_length=12, choices=DeadlineKind.choices)
    application_system = models.CharField(_("where one applies"), max_length=160, blank=True)
    link = URLField(_("link"), max_length=400, blank=True)
    facts_year = models.PositiveSmallIntegerField(_("the facts are from"))
    source = models.CharField(_("source"), max_length=400, blank=True)
    last_checked = models.DateField(_("last checked"))
    checked_by = models.CharField(_("checked by"), max_length=120, blank=True)
    note = models.TextField(_("note"), blank=True)
    is_active = models.BooleanField(_("shown"), default=True)

    objects = FundingSchemeQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Named.Meta):
        verbose_name = _("funding scheme")
        verbose_name_plural = _("funding schemes")
        constraints = [
            models.CheckConstraint(
                condition=Q(owner_partner__isnull=False) | ~Q(owner_name=""),
                name="scheme_has_owner",
                violation_error_message=_("Choose an owning partner or write who owns it."),
            ),
            models.CheckConstraint(
                condition=Q(max_support_percent__isnull=True) | Q(max_support_percent__lte=100),
                name="scheme_percent",
                violation_error_message=_("A share is at most 100 per cent."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("partners:scheme", args=[self.slug])

    @property
    def owner(self) -> str:
        return self.owner_partner.name if self.owner_partner else self.owner_name

    @property
    def next_call(self) -> FundingCall | None:
        """The open call that closes first; reads what ``with_calls`` prefetched."""
        dated = [call for call in self.calls.all() if call.closes and not call.is_over]
        return min(dated, key=lambda call: (call.closes, call.pk), default=None)

    @property
    def applicant_names(self) -> list[str]:
        return [str(Applicant(value).label) for value in self.applicants if value in Applicant.values]

    @property
    def amounts(self) -> list[str]:
        """«minst 3 000 000 kroner», «høyst 75 prosent av kostnadene»: what is known."""
        found = []
        if self.min_amount:
            found.append(_now("at least %(amount)s kroner") % {"amount": norwegian.format_number(self.min_amount)})
        if self.max_amount:
            found.append(_now("at most %(amount)s kroner") % {"amount": norwegian.format_number(self.max_amount)})
        if self.max_support_percent:
            found.append(_now("at most %(percent)s per cent of the costs") % {"percent": self.max_support_percent})
        return found

    @property
    def is_stale(self) -> bool:
        """So long since anyone checked it that it must not be presented as current."""
        return norwegian.today() - self.last_checked > STALE_AFTER


class FundingCall(models.Model):
    """A dated call under a scheme. Times are instants; shown in Europe/Oslo."""

    scheme = models.ForeignKey(FundingScheme, models.CASCADE, related_name="calls", verbose_name=_("scheme"))
    title = models.CharField(_("title"), max_length=200)
    year = models.PositiveSmallIntegerField(_("year"))
    opens = models.DateField(_("opens"), null=True, blank=True)
    closes = models.DateTimeField(_("closes"), null=True, blank=True)
    amount = models.CharField(_("amount"), max_length=200, blank=True)
    link = URLField(_("link"), max_length=400, blank=True)
    source = models.CharField(_("source"), max_length=400, blank=True)
    last_checked = models.DateField(_("last checked"))
    note = models.TextField(_("note"), blank=True)
    is_demo = models.BooleanField(_("invented for the demo"), default=False, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = FundingCallQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = [F("closes").asc(nulls_last=True), "id"]
        constraints = [models.UniqueConstraint(fields=["scheme", "title", "year"], name="call_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_stale(self) -> bool:
        return norwegian.today() - self.last_checked > STALE_AFTER

    @property
    def is_over(self) -> bool:
        return self.closes is not None and self.closes < timezone.now()
