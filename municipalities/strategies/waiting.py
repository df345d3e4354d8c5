"""Milestones, as they wait for whoever is responsible."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from municipalities.models import Milestone
from partnership.common import once
from partnership.common.contributions import Action, Waiting
from partnership.people import roles
from partnership.people.models import User

SOON = dt.timedelta(days=7)
MOST = 20


def waiting(user: User, on: dt.date) -> Iterator[Waiting]:
    """From a week before the day. Through a role also for its deputy while the holder is away. Who is no contact or
    deputy any more is left in peace: the municipality's own see on the page that the milestone is late."""
    if not roles.is_contact(user):
        return
    for one in _due(user, on):
        strategy = one.measure.goal.strategy
        url = reverse("strategies:milestone", args=[strategy.pk, one.pk])
        yield Waiting(
            key=f"milestone:{one.pk}:{one.due}{':late' if one.due < on else ''}",
            title=one.title,
            sentence=_("A milestone in «%(strategy)s».") % {"strategy": strategy.title},
            url=url,
            due=one.due,
            minutes=10,
            actions=(Action(_("Say how it went"), url),),
            seat=one.seat_id,
        )


def _due(user: User, on: dt.date) -> list[Milestone]:
    rows = Milestone.objects.open().due_by(on + SOON).select_related("measure__goal__strategy").order_by("due", "pk")
    seats = roles.acting_seats(user)
    if not once.is_for_many():
        return list(rows.lying_with(seats, user)[:MOST])
    found = once.read(("milestones", on), lambda: list(rows))
    return [one for one in found if one.seat_id in seats or one.person_id == user.pk][:MOST]
