"""Who stands behind an idea, and what it has been applied for."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.models.idea import Idea
from ideas.querysets.money import ApplicationQuerySet, LeaderRequestQuerySet
from partnership.common import links, norwegian
from partnership.common.versions import Versioned
from partnership.partners.models import FundingCall
from partnership.people.models import User

LEADER = "idea-right-leader"


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


class LeaderRequest(models.Model):
    """«Send til rett leder»: two lines that a leader reads by a link, and says «jeg står bak» or «ring meg» to.

    The link holds while the request is not taken back and the idea is open. ``called_at``: whoever asked has rung the
    leader, as was wished.
    """

    class Answer(models.TextChoices):
        NONE = "", _("not answered")
        STANDS = "stands", _("stands behind it")
        CALL = "call", _("wants a call")
        TAKEN_BACK = "taken_back", _("taken back")

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="leader_requests", verbose_name=_("project idea"))
    call = models.ForeignKey(
        FundingCall, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("call")
    )
    name = models.CharField(_("leader's name"), max_length=120)
    email = models.EmailField(_("leader's address"))
    summary = models.CharField(_("two lines for the leader"), max_length=300)
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    link_version = models.PositiveIntegerField(default=1, editable=False)
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.NONE, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    called_at = models.DateTimeField(null=True, blank=True)
    anchoring = models.OneToOneField(
        Anchoring, models.SET_NULL, null=True, blank=True, related_name="request", verbose_name=_("anchoring")
    )

    objects = LeaderRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("question to a leader")
        verbose_name_plural = _("questions to leaders")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                "idea", Lower("email"), condition=models.Q(answer=""), name="leader_request_one_open_an_address"
            )
        ]

    def __str__(self) -> str:
        return f"{self.idea}: {self.name}"

    def token(self) -> str:
        return links.make(LEADER, self.pk, self.link_version)

    @property
    def is_waiting(self) -> bool:
        return self.answer == self.Answer.NONE

    @property
    def can_be_taken_back(self) -> bool:
        return self.answer in (self.Answer.NONE, self.Answer.CALL)

    @property
    def wants_call(self) -> bool:
        return self.answer == self.Answer.CALL and self.called_at is None


class Application(Versioned):
    """An application for money: to which call, how much (kroner), sent when, and what came of it.

    ``elsewhere``: the name of a call the portal does not know, instead of ``call``.
    """

    class Outcome(models.TextChoices):
        NONE = "", _("not sent")
        SENT = "sent", _("sent, no answer yet")
        FUNDED = "funded", _("funded")
        REJECTED = "rejected", _("rejected")

    idea = models.ForeignKey(Idea, models.PROTECT, related_name="applications", verbose_name=_("project idea"))
    call = models.ForeignKey(
        FundingCall, models.PROTECT, null=True, blank=True, related_name="applications", verbose_name=_("call")
    )
    elsewhere = models.CharField(_("another call"), max_length=160, blank=True)
    amount = models.PositiveIntegerField(_("amount applied for (kroner)"), null=True, blank=True)
    chosen_why = models.CharField(_("why this call"), max_length=500, blank=True)
    chosen_at = models.DateTimeField(default=timezone.now)
    chosen_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    sent_on = models.DateField(_("sent"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices, default=Outcome.NONE, blank=True)
    outcome_on = models.DateField(_("answered"), null=True, blank=True)
    granted = models.PositiveIntegerField(_("granted (kroner)"), null=True, blank=True)
    is_forprosjekt = models.BooleanField(_("preliminary project"), default=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["chosen_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["idea", "call"], name="application_once_a_call"),
            models.CheckConstraint(
                condition=models.Q(call__isnull=False, elsewhere="")
                | models.Q(call__isnull=True) & ~models.Q(elsewhere=""),
                name="application_to_one_call",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="") | models.Q(sent_on__isnull=False), name="application_outcome_if_sent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.idea}: {self.title}"

    @property
    def title(self) -> str:
        return self.call.title if self.call else self.elsewhere

    @property
    def is_over(self) -> bool:
        """The call has closed."""
        return self.call is not None and self.call.is_over

    @property
    def is_sent(self) -> bool:
        return self.sent_on is not None

    @property
    def is_answered(self) -> bool:
        return self.outcome in (self.Outcome.FUNDED, self.Outcome.REJECTED)

    @property
    def granted_kroner(self) -> str:
        """«200 000»; empty when nobody has said how much."""
        return norwegian.format_number(self.granted) if self.granted else ""
