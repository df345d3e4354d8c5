"""Who opened and closed a survey; and what was written in it, which is not kept for ever."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import F

from municipalities.models import Survey, SurveyText
from partnership.people.models import User


def person_data(user: User) -> dict[str, list[dict[str, Any]]]:
    """What the person opened and closed. What was answered belongs to nobody by name, and cannot be found again."""
    rows = Survey.objects.of_person(user.pk).order_by("pk").values(
        "opened_on", "closes_on", "closed_at", place=F("municipality__name")
    )  # fmt: skip
    return {"surveys": [dict(row) for row in rows]}


def forget(before: dt.date) -> None:
    """Texts may name people, whatever the page asks: those of surveys that ended before the day are deleted."""
    SurveyText.objects.of_surveys(Survey.objects.ended_before(before)).delete()
