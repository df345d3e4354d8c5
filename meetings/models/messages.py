"""What has been sent out about a meeting."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models.meeting import Meeting
from meetings.querysets import MeetingMessageQuerySet
from partnership.people.models import User


class MeetingMessage(models.Model):
    """One sending about a meeting: who pressed send, when, what was said, how many it reached.

    Mail of the sending has ``OutgoingMail.group == message.group`` and ``version == message.pk``: that is what
    *Angre* takes back. ``key`` makes an automatic sending happen once.
    """

    class Kind(models.TextChoices):
        INVITATION = "invitation", _("invitation")
        UPDATE = "update", _("change of time or place")
        PROGRAMME = "programme", _("programme ready")
        CANCELLATION = "cancellation", _("cancellation")
        WITHDRAWAL = "withdrawal", _("invitation taken back")
        REMINDER = "reminder", _("reminder to the silent")
        DAY_BEFORE = "day_before", _("the day before")
        URGENT = "urgent", _("urgent message")
        THANKS = "thanks", _("thanks for the meeting")
        SLOT = "slot", _("reminder about a talk")
        HOST = "host", _("new host")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="messages", verbose_name=_("meeting"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    key = models.CharField(max_length=80, blank=True, editable=False)
    text = models.TextField(_("text"), blank=True)
    recipients = models.PositiveIntegerField(_("recipients"), default=0)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    goes_at = models.DateTimeField(_("leaves the house"), default=timezone.now)
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    # The meeting's words at the press, and what people had been told before it; the latter only where the sending
    # changes what they have been told.
    words = models.JSONField(default=dict, blank=True, editable=False)
    before = models.JSONField(null=True, blank=True, editable=False)

    objects = MeetingMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("sending")
        verbose_name_plural = _("sendings")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "kind", "key"], condition=~Q(key=""), name="message_automatic_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.meeting}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding:
            self.words = self.words or self.meeting.words()
        super().save(*args, **kwargs)

    @property
    def group(self) -> str:
        return f"meeting-message:{self.pk}"

    @property
    def can_be_undone(self) -> bool:
        return self.undone_at is None and timezone.now() < self.goes_at
