"""What people say of a meeting afterwards, without their name."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.models.meeting import Meeting
from meetings.querysets import FeedbackQuerySet


class Degree(models.IntegerChoices):
    NOT_AT_ALL = 1, _("not at all")
    LITTLE = 2, _("a little")
    SOME = 3, _("somewhat")
    MUCH = 4, _("quite a lot")
    VERY = 5, _("very much")


QUESTIONS = {
    "useful": _("Was it useful to you?"),
    "met": _("Did you meet anybody you can go on working with?"),
    "differently": _("What should we do differently?"),
}


class Feedback(models.Model):
    """One person's answers to the three questions after a meeting.

    Nothing ties it to the person: no reference, no time at all, and a key that says nothing of the order. Each answer
    writes all of the meeting anew (``feedback.give``), so that the table keeps no order either. That somebody has
    answered is a day on the invitation (``Invitation.feedback_on``).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="feedback", verbose_name=_("meeting"))
    useful = models.PositiveSmallIntegerField(QUESTIONS["useful"], choices=Degree.choices)
    met = models.PositiveSmallIntegerField(QUESTIONS["met"], choices=Degree.choices)
    differently = models.TextField(QUESTIONS["differently"], max_length=1000, blank=True)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("feedback on a meeting")
        verbose_name_plural = _("feedback on meetings")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(useful__range=(1, 5), met__range=(1, 5)), name="feedback_one_to_five")
        ]

    def __str__(self) -> str:
        return str(self.meeting)
