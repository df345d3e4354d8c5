"""Who stands behind an idea, and what it has been applied for."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.models.idea import Idea
from partnership.common.versions import Versioned
from partnership.partners.models import FundingCall
from partnership.people.models import User


class Anchoring(models.Model):
    """Who in the municipality stands behind the project, since when, and the case number in its archive."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="anchorings", verbose_name=_("project idea"))
    who = models.CharField(_("who stands behind it"), max_length=160)
    on = models.DateField(_("since"))
    case_number = models.CharField(_("case number"), max_length=60, blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("anchoring")
        verbose_name_plural = _("anchorings")
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.idea}: {self.who}"


class Application(Versioned):
    """An application for money: to which call, how much (kroner), sent when, and what came of it."""

    class Outcome(models.TextChoices):
        NONE = "", _("not sent")
        SENT = "sent", _("sent, no answer yet")
        FUNDED = "funded", _("funded")
        REJECTED = "rejected", _("rejected")

    idea = models.ForeignKey(Idea, models.PROTECT, related_name="applications", verbose_name=_("project idea"))
    call = models.ForeignKey(FundingCall, models.PROTECT, related_name="applications", verbose_name=_("call"))
    amount = models.PositiveIntegerField(_("amount applied for (kroner)"), null=True, blank=True)
    chosen_why = models.CharField(_("why this call"), max_length=500, blank=True)
    chosen_at = models.DateTimeField(default=timezone.now)
    chosen_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    sent_on = models.DateField(_("sent"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices, default=Outcome.NONE, blank=True)
    outcome_on = models.DateField(_("answered"), null=True, blank=True)
    granted = models.PositiveIntegerField(_("granted (kroner)"), null=True, blank=True)
    is_forprosjekt = models.BooleanField(_("preliminary project"), default=False)

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["chosen_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["idea", "call"], name="application_once_a_call"),
            models.CheckConstraint(
                condition=models.Q(outcome="") | models.Q(sent_on__isnull=False), name="application_outcome_if_sent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.idea}: {self.call}"
