"""What a scheme and a call both say: who may apply, for how much, where it is read, and who has checked it."""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnership.common import norwegian
from partnership.partners.linked import Linked

STALE_AFTER = dt.timedelta(days=180)


class Applicant(models.TextChoices):
    MUNICIPALITY = "municipality", _("municipality")
    COUNTY = "county", _("county authority")
    COMPANY = "company", pgettext_lazy("applicant", "company")
    STUDENT = "student", _("student")
    STATE = "state", _("state body")
    RESEARCH = "research", _("research organisation")
    CONSORTIUM = "consortium", _("consortium")
    NONPROFIT = "nonprofit", _("non-profit organisation")


class Phase(models.TextChoices):
    """How far an idea has come when it gets the money."""

    IDEA = "idea", _("idea")
    CLARIFICATION = "clarification", _("clarification")
    PREPROJECT = "preproject", _("pre-project")
    MAIN = "main", _("main project")
    SPREADING = "spreading", _("spreading")


class Conditions(Linked):
    """Null, and an empty list, is what nobody has found out; on a call it is «as the scheme says»."""

    applicants = ArrayField(
        models.CharField(max_length=16, choices=Applicant.choices),
        verbose_name=_("who may apply"),
        default=list,
        blank=True,
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
    phases = ArrayField(
        models.CharField(max_length=20, choices=Phase.choices), verbose_name=_("phases"), default=list, blank=True
    )
    application_system = models.CharField(_("where one applies"), max_length=160, blank=True)
    source = models.CharField(_("source"), max_length=400, blank=True)
    last_checked = models.DateField(_("last checked"))
    checked_by = models.CharField(_("checked by"), max_length=120, blank=True)
    checked_for = models.CharField(_("checked for the partner"), max_length=60, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(max_support_percent__isnull=True) | Q(max_support_percent__lte=100),
                name="%(class)s_percent",
                violation_error_message=_("A share is at most 100 per cent."),
            ),
            models.CheckConstraint(
                condition=Q(min_amount__isnull=True)
                | Q(max_amount__isnull=True)
                | Q(min_amount__lte=F("max_amount")),
                name="%(class)s_amounts",
                violation_error_message=_("The lowest amount must not be above the highest."),
            ),
        ]

    @property
    def is_stale(self) -> bool:
        """So long since anyone checked it that it must not be presented as current."""
        return self.is_stale_on(norwegian.today())

    def is_stale_on(self, day: dt.date) -> bool:
        return day - self.last_checked > STALE_AFTER

    @property
    def checker(self) -> str:
        """«Eli Sandvik, Fylkeskommunen»; empty when we do not know."""
        return ", ".join(filter(None, [self.checked_by, self.checked_for]))


def said_of_amounts(least: int | None, most: int | None, percent: int | None) -> list[str]:
    """«minst 3 000 000 kroner», «høyst 75 prosent av kostnadene»: what is known."""
    found = []
    if least:
        found.append(_now("at least %(amount)s kroner") % {"amount": norwegian.format_number(least)})
    if most:
        found.append(_now("at most %(amount)s kroner") % {"amount": norwegian.format_number(most)})
    if percent:
        found.append(_now("at most %(percent)s per cent of the costs") % {"percent": percent})
    return found
