"""One person's answers to a survey: no name, no address, no time, no order.

What is prevented: that one form counts twice, by its key. What is not: that somebody answers from two devices.
"""

from __future__ import annotations

import uuid
from typing import TypedDict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from municipalities.models import Survey, SurveyAnswer, SurveyText


class Said(TypedDict):
    """1–6, yes or no; None where the person does not know; ``sector`` empty where the person would not say."""

    sector: str
    innovated: bool | None
    leader: int | None
    taking_part: int | None
    means: int | None


@transaction.atomic
def answer(*, survey: Survey, key: uuid.UUID, said: Said, text: str = "") -> None:
    """Raises ValidationError with code «closed» when the survey has ended, «twice» when the form has been sent."""
    stored = Survey.objects.select_for_update().get(pk=survey.pk)
    if not stored.is_open:
        raise ValidationError(_("The survey is closed."), code="closed")
    _row, is_new = SurveyAnswer.objects.get_or_create(id=key, defaults={"survey": stored, **said})
    if not is_new:
        raise ValidationError(_("You have answered already."), code="twice")
    if words := text.strip():
        SurveyText.objects.create(survey=stored, text=words[:1000])
