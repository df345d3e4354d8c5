"""What is known of meetings that were held before the portal was there."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models.invitation import Reply
from meetings.models.meeting import Meeting
from meetings.querysets import PastImportQuerySet
from municipalities.models import Municipality
from partnership.partners.models import Partner
from partnership.people.models import User


class PastAnswer(models.Model):
    """What a municipality answered. No invitation: its contact then is not known, and nobody is written to."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="past_answers", verbose_name=_("meeting"))
    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="past_answers", verbose_name=_("municipality")
    )
    reply = models.CharField(_("answer"), max_length=8, choices=Reply.choices, default=Reply.SILENT, blank=True)

    class Meta:
        verbose_name = _("answer to a past meeting")
        verbose_name_plural = _("answers to past meetings")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "municipality"], name="past_answer_once")]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.municipality}"


class PastImport(models.Model):
    """One spreadsheet taken in: by whom and when, and what takes it back.

    ``before``: for each answer it wrote (meeting, municipality, the answer that stood there, or None). ``made``: the
    meetings that were not there.
    """

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="+", verbose_name=_("partner"))
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    made = models.JSONField(default=list)
    before = models.JSONField(default=list)
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = PastImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of past meetings")
        verbose_name_plural = _("imports of past meetings")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.partner}: {self.at:%Y-%m-%d}"

    @property
    def new_answers(self) -> int:
        return sum(reply is None for _meeting, _place, reply in self.before)

    @property
    def changed_answers(self) -> int:
        return len(self.before) - self.new_answers
