"""What happens in a meeting, in order. Clock times follow from the start and the minutes."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models.meeting import Meeting
from meetings.querysets import ProgrammeItemQuerySet, SpeakerRequestQuerySet
from municipalities.models import Experience, Municipality
from partnership.common.versions import Versioned
from partnership.partners.models import Partner
from partnership.people.models import User


class ProgrammeItem(Versioned):
    class Kind(models.TextChoices):
        INFORMATION = "information", _("information")
        TALK = "talk", _("talk")
        EXPERIENCE = "experience", _("experience")
        GROUP_WORK = "group_work", _("group work")
        DISCUSSION = "discussion", _("discussion")
        BREAK = "break", _("break")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="programme", verbose_name=_("meeting"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.INFORMATION)
    title = models.CharField(_("title"), max_length=160)
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    description = models.TextField(_("description"), blank=True)
    presenter = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="programme_items",
        verbose_name=_("presenter"),
    )
    presenter_name = models.CharField(_("presenter without an account"), max_length=160, blank=True)
    partner = models.ForeignKey(
        Partner,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="programme_items",
        verbose_name=_("partner"),
    )
    municipality = models.ForeignKey(
        Municipality,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="programme_items",
        verbose_name=_("municipality"),
    )
    experience = models.ForeignKey(
        Experience,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="programme_items",
        verbose_name=_("experience that is told of"),
    )
    # A slot is an item that its partner fills itself before a deadline.
    is_slot = models.BooleanField(_("the partner fills it in"), default=False)
    slot_deadline = models.DateField(_("filled in by"), null=True, blank=True)
    slot_filled_at = models.DateTimeField(null=True, blank=True, editable=False)
    # On the day: when it really began, and how much longer than planned it may take.
    begun_at = models.DateTimeField(null=True, blank=True, editable=False)
    extra_minutes = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = ProgrammeItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme item")
        verbose_name_plural = _("programme items")
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(minutes__gte=1, minutes__lte=1440),
                name="item_minutes",
                violation_error_message=_("Between 1 and 1440 minutes."),
            ),
            models.CheckConstraint(
                condition=models.Q(is_slot=False) | models.Q(partner__isnull=False),
                name="item_slot_has_partner",
                violation_error_message=_("Choose the partner that fills it in."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        Meeting.objects.filter(pk=self.meeting_id).touch()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        gone = super().delete(*args, **kwargs)
        Meeting.objects.filter(pk=self.meeting_id).touch()
        return gone

    @property
    def is_break(self) -> bool:
        return self.kind == self.Kind.BREAK

    @property
    def is_empty_slot(self) -> bool:
        return self.is_slot and self.slot_filled_at is None


class SpeakerRequest(models.Model):
    """A contact or broker asks the partnership for somebody to introduce at their meeting."""

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="speaker_requests", verbose_name=_("meeting"))
    about = models.TextField(_("what should the introduction be about?"))
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.ASKED)
    answered_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True)

    objects = SpeakerRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for a speaker")
        verbose_name_plural = _("requests for a speaker")
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting"], condition=models.Q(state="asked"), name="speaker_one_open_request"
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.get_state_display()}"
