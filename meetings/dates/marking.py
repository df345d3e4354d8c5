"""Marking which dates suit: by the mailed link or signed in, as often as one likes until a date is chosen."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from meetings.dates import asking
from meetings.models import AskedPerson, DateMark
from partnership.people import terms
from partnership.people.models import User


class Closed(Exception):
    """A date has been chosen, or it was ended without one."""


@transaction.atomic
def mark(*, asked: AskedPerson, marks: Mapping[int, str], comment: str, by: User | None) -> AskedPerson:
    """``marks``: what suits, by the key of the proposed date. Raises Closed."""
    poll = asking.lock(asked.poll)
    if not poll.is_open:
        raise Closed
    for date in poll.dates.all():
        if date.pk in marks and not date.has_been:
            suits = DateMark.Suits(marks[date.pk])
            DateMark.objects.update_or_create(asked=asked, date=date, defaults={"suits": suits})
    asked.comment, asked.marked_at = " ".join(comment.split())[:200], timezone.now()
    asked.save(update_fields=["comment", "marked_at"])
    if asked.person is not None and by in (None, asked.person):
        terms.heard_from(person=asked.person)
    return asked
