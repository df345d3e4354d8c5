"""What date polls hold about a person, and how it is forgotten. Guests: ``reminding.delete_guests``."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from meetings.models import AskedPerson, DatePoll
from partnership.people.models import User


def person_data(user: User) -> dict[str, list[dict[str, Any]]]:
    asked = AskedPerson.objects.of(user).select_related("poll").prefetch_related("marks__date")
    polls = DatePoll.objects.filter(asked_by=user)
    return {
        "asked_for_dates": [
            {
                "title": one.poll.title,
                "asked": one.asked_at,
                "marked": one.marked_at,
                "comment": one.comment,
                "marks": [{"date": mark.date.start, "suits": mark.suits} for mark in one.marks.all()],
            }
            for one in asked
        ],
        "date_polls": [dict(row) for row in polls.values("title", "why", "created_at", "sent_at", "ended_at")],
    }


def erase(person: User, addresses: set[str]) -> None:
    """The marks stay as sums; who made them is forgotten. ``addresses`` in lower case: a guest's too."""
    name = _("Former participant")
    for one in AskedPerson.objects.of_person_or_address(person, addresses):
        one.name, one.email, one.comment = name, f"slettet-{one.pk}@portal.invalid", ""
        one.link_version += 1
        one.save()
