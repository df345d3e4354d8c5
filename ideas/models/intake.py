"""A municipality's own door for ideas."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ideas.querysets import IntakeQuerySet
from municipalities.models import Municipality
from partnership.common.fields import URLField
from partnership.common.history import ReasonedHistory
from partnership.common.versions import Versioned


class Intake(Versioned):
    """Closed until the municipality opens it. ``answer_days`` are answering days (``norwegian.is_answering_day``).

    ``leader_*`` is the municipality's own address that an idea goes to when holder and deputy stay silent.
    """

    class State(models.TextChoices):
        CLOSED = "closed", _("closed")
        OPEN = "open", _("open")
        EXTERNAL = "external", _("the municipality uses a system of its own")

    class AnswerDays(models.IntegerChoices):
        TEN = 10, _("ten working days")
        TWENTY = 20, _("twenty working days")

    municipality = models.OneToOneField(
        Municipality, models.CASCADE, related_name="intake", verbose_name=_("municipality")
    )
    state = models.CharField(_("intake"), max_length=8, choices=State.choices, default=State.CLOSED)
    external_url = URLField(_("address of the own system"), max_length=400, blank=True)
    instead = models.TextField(_("what to do instead"), max_length=600, blank=True)
    answer_days = models.PositiveSmallIntegerField(
        _("answer within"), choices=AnswerDays.choices, default=AnswerDays.TEN
    )
    leader_name = models.CharField(_("leader's name"), max_length=120, blank=True)
    leader_email = models.EmailField(_("leader's address"), blank=True)

    objects = IntakeQuerySet.as_manager()
    history = ReasonedHistory()

    class Meta:
        verbose_name = _("intake of ideas")
        verbose_name_plural = _("intakes of ideas")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="external") | ~Q(external_url=""),
                name="intake_external_has_address",
                violation_error_message=_("Write the address of the municipality's own system."),
            ),
            models.CheckConstraint(condition=Q(answer_days__in=[10, 20]), name="intake_answer_days"),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN
