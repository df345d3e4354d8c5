"""Minutes (referat): a draft, out for remarks, published; what is corrected later is a new version."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models.invitation import Invitation
from meetings.models.meeting import Meeting
from meetings.querysets import MinutesQuerySet, MinutesVersionQuerySet, RemarkQuerySet
from partnership.common.versions import Versioned
from partnership.people.models import User


class Minutes(Versioned):
    """``text`` is Markdown as it is being written; people read the newest ``MinutesVersion``."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        REMARKS = "remarks", _("out for remarks")
        PUBLISHED = "published", _("published")

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="minutes", verbose_name=_("meeting"))
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.DRAFT, editable=False)
    text = models.TextField(_("minutes of a meeting"), max_length=100000, blank=True)
    author = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("written by")
    )
    case_reference = models.CharField(_("case reference"), max_length=60, blank=True)
    remarks_until = models.DateField(_("remarks until"), null=True, blank=True)
    public_summary = models.TextField(_("summary for everybody"), max_length=4000, blank=True)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)

    unanswered: int  # only after ``with_unanswered``

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("minutes of a meeting")
        verbose_name_plural = _("minutes of a meeting")

    def __str__(self) -> str:
        return str(self.meeting)

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    def is_overdue(self, on: dt.date) -> bool:
        """The days for remarks are over, and it is not published yet."""
        return self.state == self.State.REMARKS and self.remarks_until is not None and self.remarks_until < on


class MinutesVersion(models.Model):
    """Append-only: what was sent out or published. ``number`` counts from 1; ``why`` says what a correction mends."""

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    is_published = models.BooleanField(default=False)
    text = models.TextField()
    why = models.CharField(_("what is corrected"), max_length=300, blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = MinutesVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of minutes")
        verbose_name_plural = _("versions of minutes")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["minutes", "number"], name="minutes_version_once")]

    def __str__(self) -> str:
        return f"{self.minutes}: {self.number}"


class Remark(models.Model):
    """By somebody who was there, while the minutes are out for remarks; also by the mailed link."""

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="remarks")
    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="remarks")
    text = models.TextField(_("remark"), max_length=2000)
    at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("remark on minutes")
        verbose_name_plural = _("remarks on minutes")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text[:60]
