"""What is known of meetings that were held before the portal was there."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models.invitation import Reply
from meetings.models.meeting import Meeting
from municipalities.models import Municipality


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
