"""A municipality's strategy for research and innovation: the way to it, and what it leads to."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from municipalities.models.place import Municipality
from municipalities.querysets.strategy import GoalQuerySet, MeasureQuerySet, MilestoneQuerySet, StrategyQuerySet
from partnership.common import links, norwegian
from partnership.common.versions import Versioned
from partnership.partners.models import Theme
from partnership.people.models import Seat, User

READER = "strategy-reader"


class Strategy(Versioned):
    """Begins with three dates; ``state`` says whether it is made, in force or ended. Days are Oslo days."""

    class State(models.TextChoices):
        UNDER_WAY = "under_way", _("under way")
        ADOPTED = "adopted", _("adopted")
        ENDED = "ended", _("ended")

    class Visibility(models.TextChoices):
        MUNICIPALITY = "municipality", _("only us in the municipality")
        PARTNERSHIP = "partnership", _("everybody in the partnership")
        PUBLIC = "public", _("everybody")

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="strategies", verbose_name=_("municipality")
    )
    title = models.CharField(_("title"), max_length=160)
    about = models.TextField(_("what it is about, in plain words"), blank=True)
    begins = models.DateField(_("work begins"))
    draft_by = models.DateField(_("draft is ready"))
    treated_on = models.DateField(_("political treatment"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.UNDER_WAY)
    visibility = models.CharField(
        _("who sees it"), max_length=12, choices=Visibility.choices, default=Visibility.MUNICIPALITY
    )
    themes = models.ManyToManyField(Theme, related_name="strategies", blank=True, verbose_name=_("themes"))
    after = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="renewals", verbose_name=_("renews")
    )
    # Only after ``with_next_phase``.
    next_kind: str | None
    next_due: dt.date | None
    # Only after ``with_decision``.
    decided_at: dt.datetime | None
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(auto_now=True)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    # First, to others or to those who decided on it; stays when it is the municipality's own again.
    shown_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = StrategyQuerySet.as_manager()

    class Meta:
        verbose_name = _("strategy")
        verbose_name_plural = _("strategies")
        ordering = ["-begins", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(begins__lte=models.F("draft_by")) & Q(draft_by__lte=models.F("treated_on")),
                name="strategy_dates_in_order",
                violation_error_message=_("The work begins first, then the draft is ready, then it is treated."),
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False) | (~Q(state="ended") & Q(ended_at__isnull=True)),
                name="strategy_ended_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("overview:strategy", args=[self.pk])

    @property
    def is_own_draft(self) -> bool:
        """Begun, never shown to anybody else, and with nothing of it ever decided."""
        return (
            self.state == self.State.UNDER_WAY
            and self.shown_at is None
            and self.visibility == self.Visibility.MUNICIPALITY
            and not self.readers.exists()
            and not self.phases.filter(kind=Phase.Kind.TREATMENT).exclude(case_number="").exists()
        )


class Phase(models.Model):
    """A step on the way, taken in when the municipality wants it. One of each kind."""

    class Kind(models.TextChoices):
        MANDATE = "mandate", _("mandate")
        KICK_OFF = "kick_off", _("kick-off")
        PRESENT = "present", _("present state")
        INVOLVEMENT = "involvement", _("involvement")
        DRAFT = "draft", _("draft")
        HEARING = "hearing", _("hearing")
        TREATMENT = "treatment", _("political treatment")
        PLAN = "plan", _("action plan")
        YEARLY = "yearly", _("yearly follow-up")
        RENEWAL = "renewal", _("renewal")

    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="phases")
    kind = models.CharField(_("phase"), max_length=12, choices=Kind.choices)
    begins = models.DateField(_("from"), null=True, blank=True)
    due = models.DateField(_("to"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    # Of the political treatment alone.
    body = models.CharField(_("treated by"), max_length=120, blank=True)
    case_number = models.CharField(_("case number"), max_length=40, blank=True)
    archive_reference = models.CharField(_("archive reference"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["strategy", "kind"], name="phase_once_a_strategy")]

    def __str__(self) -> str:
        return self.get_kind_display()


class StrategyDocument(models.Model):
    """A file; served through the access check only."""

    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="documents")
    title = models.CharField(_("title"), max_length=160)
    file = models.FileField(_("file"), upload_to="strategier/%Y/")
    content_type = models.CharField(max_length=120, editable=False)
    size = models.PositiveIntegerField(editable=False)
    added_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title


class Goal(models.Model):
    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="goals")
    title = models.CharField(_("goal"), max_length=200)
    why = models.TextField(_("why"), blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    objects = GoalQuerySet.as_manager()

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.title


class Measure(models.Model):
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="measures")
    title = models.CharField(_("measure"), max_length=200)
    order = models.PositiveSmallIntegerField(default=0)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.title


class Milestone(models.Model):
    """Lies with a role (and follows a hand-over) or a person with a sign-in, or is only named in words."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="milestones")
    title = models.CharField(_("milestone"), max_length=200)
    due = models.DateField(_("due"))
    seat = models.ForeignKey(Seat, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("role"))
    person = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    named = models.CharField(_("responsible"), max_length=120, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    done_note = models.CharField(_("what came of it"), max_length=300, blank=True)

    has_left: bool  # whether its responsible has, where ``with_left`` has asked

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["due", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seat__isnull=True) | Q(person__isnull=True), name="milestone_with_a_role_or_a_person"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_late(self) -> bool:
        return self.done_at is None and self.due < norwegian.today()


class StrategyReader(models.Model):
    """Somebody without a sign-in who may read it by a link: a union, a politician."""

    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="readers")
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"))
    part = models.CharField(
        _("part"), max_length=80, blank=True, help_text=_("Such as «Fagforbundet» or «ordfører».")
    )
    added_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    link_version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("reader")
        verbose_name_plural = _("readers")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                models.F("strategy"),
                Lower("email"),
                condition=Q(ended_at__isnull=True),
                name="reader_once_a_strategy",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def token(self) -> str:
        return links.make(READER, self.pk, self.link_version)
