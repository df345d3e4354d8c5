"""Applause for what somebody learned: one a person, and it can be taken back."""

from __future__ import annotations

from django.db import transaction

from ideas.models import Applause, Lesson
from partnership.people.models import User


@transaction.atomic
def applaud(*, lesson: Lesson, by: User) -> bool:
    """Whether it was news; twice is once."""
    _row, is_new = Applause.objects.get_or_create(lesson=lesson, person=by)
    return is_new


@transaction.atomic
def take_back(*, lesson: Lesson, by: User) -> bool:
    deleted, _by_kind = Applause.objects.filter(lesson=lesson, person=by).delete()
    return bool(deleted)
