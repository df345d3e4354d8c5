"""Rows that several apps' pages need together: a question about who is contact, and what has served a goal."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.models import Idea
from meetings.models import Meeting
from municipalities.models import Experience, FouiContact, Goal, Municipality, Phase
from overview.querysets import ContactEnquiryQuerySet, GoalTieQuerySet, PhaseMeetingQuerySet
from overview.reports.models import RecordsExport as RecordsExport
from overview.reports.models import Report as Report
from partnership.common import links
from partnership.people.models import User, phone_validator

PURPOSE = "contact-enquiry"


class ContactEnquiry(models.Model):
    """«Hvem er FoUI-kontakt i kommunen?», sent to postmottak; the answer is a proposal an officer accepts."""

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="enquiries", verbose_name=_("municipality")
    )
    seat = models.ForeignKey(
        FouiContact, models.SET_NULL, null=True, blank=True, related_name="enquiries", verbose_name=_("role")
    )
    sent_to = models.EmailField(_("sent to"))
    sent_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("sent by"))
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    link_version = models.PositiveIntegerField(default=1, editable=False)

    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True, validators=[phone_validator])
    answered_by = models.CharField(_("who answers"), max_length=120, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    closed_at = models.DateTimeField(_("settled"), null=True, blank=True)
    closed_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("settled by")
    )
    was_accepted = models.BooleanField(_("accepted"), null=True, blank=True)

    objects = ContactEnquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("question about the contact")
        verbose_name_plural = _("questions about the contact")
        ordering = ["-sent_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality"], condition=Q(closed_at__isnull=True), name="enquiry_one_open_a_municipality"
            )
        ]

    def __str__(self) -> str:
        return str(self.municipality)

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def mark(self) -> str:
        """Which answer it is: another one has another mark."""
        return self.answered_at.isoformat() if self.answered_at else ""

    def token(self) -> str:
        return links.make(PURPOSE, self.pk, self.link_version)


class GoalTie(models.Model):
    """What serves a goal of a strategy: an idea, a meeting or an experience, exactly one of them."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="ties")
    idea = models.ForeignKey(Idea, models.CASCADE, null=True, blank=True, related_name="goal_ties")
    meeting = models.ForeignKey(Meeting, models.CASCADE, null=True, blank=True, related_name="goal_ties")
    experience = models.ForeignKey(Experience, models.CASCADE, null=True, blank=True, related_name="goal_ties")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = GoalTieQuerySet.as_manager()

    class Meta:
        verbose_name = _("tie to a goal")
        verbose_name_plural = _("ties to goals")
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(idea__isnull=False, meeting__isnull=True, experience__isnull=True)
                | Q(idea__isnull=True, meeting__isnull=False, experience__isnull=True)
                | Q(idea__isnull=True, meeting__isnull=True, experience__isnull=False),
                name="goal_tie_of_exactly_one",
            ),
            models.UniqueConstraint(fields=["goal", "idea"], name="goal_tie_once_an_idea"),
            models.UniqueConstraint(fields=["goal", "meeting"], name="goal_tie_once_a_meeting"),
            models.UniqueConstraint(fields=["goal", "experience"], name="goal_tie_once_an_experience"),
        ]

    def __str__(self) -> str:
        return f"{self.goal}: {self.idea or self.meeting or self.experience}"


class PhaseMeeting(models.Model):
    """A meeting that belongs to a phase of a strategy, such as the kick-off."""

    phase = models.ForeignKey(Phase, models.CASCADE, related_name="meetings")
    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="phase")

    objects = PhaseMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting of a phase")
        verbose_name_plural = _("meetings of phases")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.phase}: {self.meeting}"


class RegionSnapshot(models.Model):
    """The figures of the region as they were ``at`` (``overview.region.snapshot``): one row, no name of anybody."""

    at = models.DateTimeField()
    numbers = models.JSONField()

    class Meta:
        verbose_name = _("snapshot of the region")
        verbose_name_plural = _("snapshots of the region")

    def __str__(self) -> str:
        return f"{self.at}"


class RegionBorders(models.Model):
    """True borders, shown instead of the tiles: one row, in a picture of ``width`` × ``height``.

    ``shapes``: a municipality's number → ``d`` (an SVG path), ``x``, ``y`` (a point for its name and number), ``w``
    (how wide it is there).
    """

    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    shapes = models.JSONField()
    loaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("borders of the region")
        verbose_name_plural = _("borders of the region")

    def __str__(self) -> str:
        return f"{self.loaded_at}"
