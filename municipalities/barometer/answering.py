"""One person's answers to a survey: no name, no address, no time, no order, and nothing that ties words to answers.

What is prevented: that one form counts twice, by its key. What is not: that somebody answers from two devices.
"""

from __future__ import annotations

import random
import uuid
from typing import Any, TypedDict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from municipalities.models import Survey, SurveyAnswer, SurveyText

# So many of those that are there are written anew with each answer: a large survey does not grow slower.
AMONG = 200


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
    if SurveyAnswer.objects.filter(pk=key).exists():
        raise ValidationError(_("You have answered already."), code="twice")
    words = text.strip()[:1000]
    _keep(stored, SurveyAnswer, [SurveyAnswer(id=key, survey=stored, **said)])
    _keep(stored, SurveyText, [SurveyText(survey=stored, text=words)] if words else [])


def _keep(survey: Survey, model: type[SurveyAnswer] | type[SurveyText], new: list[Any]) -> None:
    """Among others that are written anew in a random order, both tables each time: neither the place in the table nor
    the transaction tells which came last, or which words came with which answers. The survey is locked."""
    kept = model.objects.of(survey).order_by("?")[:AMONG]
    rows = [*kept, *new]
    model.objects.filter(pk__in=[one.pk for one in rows]).delete()
    model.objects.bulk_create(random.SystemRandom().sample(rows, len(rows)))
