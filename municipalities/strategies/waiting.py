"""Milestones, as they wait for whoever is responsible, or for the contact when that one has no sign-in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from municipalities import places
from municipalities.models import Milestone
from municipalities.querysets.strategy import MilestoneQuerySet
from partnership.common import once
from partnership.common.contributions import Action, Waiting
from partnership.common.probing import OfRows, Source
from partnership.people import roles
from partnership.people.models import User

SOON = dt.timedelta(days=7)
MOST = 20


@Source
def waiting(user: User, on: dt.date) -> Iterator[OfRows]:
    """From a week before the day. Through a role also for its deputy while the holder is away. Who is no contact or
    deputy any more is left in peace, and whoever is contact now gets it instead."""
    if not roles.is_contact(user):
        return
    seats = places.acting(user)
    yield OfRows(_due(user, on, seats), partial(_lines, on=on, seats=seats))


def _lines(milestones: Iterable[Milestone], on: dt.date, seats: dict[int, int]) -> Iterator[Waiting]:
    for one in milestones:
        strategy = one.measure.goal.strategy
        url = reverse("strategies:milestone", args=[strategy.pk, one.pk])
        yield Waiting(
            key=f"milestone:{one.pk}:{one.due}{':late' if one.due < on else ''}",
            title=one.title,
            sentence=_sentence(one),
            url=url,
            due=one.due,
            minutes=10,
            actions=(Action(_("Say how it went"), url),),
            seat=seats.get(strategy.municipality_id) if _is_with_nobody(one) else one.seat_id,
        )


def _sentence(one: Milestone) -> str:
    values = {"strategy": one.measure.goal.strategy.title, "who": one.named[:1].upper() + one.named[1:]}
    said = _("A milestone in «%(strategy)s».") % values
    if one.has_left:
        who = one.person.name if one.person else str(one.seat)
        return f"{said} {_('%(who)s was responsible, and has left. Choose somebody.') % {'who': who}}"
    if not _is_with_nobody(one):
        return said
    if not one.named:
        return f"{said} {_('Nobody is responsible. Choose somebody.')}"
    return f"{said} {_('%(who)s is responsible. Ask how it goes.') % values}"


def _is_with_nobody(one: Milestone) -> bool:
    """Nobody who signs in and has a part in the municipality."""
    return one.has_left or (one.seat_id is None and one.person_id is None)


def _due(user: User, on: dt.date, own: Collection[int]) -> MilestoneQuerySet | list[Milestone]:
    rows = Milestone.objects.open().due_by(on + SOON).with_left().order_by("due", "pk")
    rows = rows.select_related("measure__goal__strategy", "seat", "person")
    seats = roles.acting_seats(user)
    if not once.is_for_many():
        return rows.waiting_for(seats, user, own)[:MOST]
    found = once.read(("milestones", on), lambda: list(rows))
    return [one for one in found if _waits(one, seats, user, own)][:MOST]


def _waits(one: Milestone, seats: set[int], user: User, own: Collection[int]) -> bool:
    if _is_with_nobody(one):
        return one.measure.goal.strategy.municipality_id in own
    return one.seat_id in seats or one.person_id == user.pk
