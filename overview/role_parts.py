"""What a role's page says, to those with a role in the portal, of deputies and of who takes over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from partnership.partners.permissions import can_hand_over
from partnership.people import roles, standing
from partnership.people.models import RoleTerm, Seat, User
from partnership.people.permissions import can_end_deputy


@dataclass(frozen=True)
class Parts:
    """``own``: the term of the person who looks, when that is the holder."""

    seat_pk: int
    deputies: list[RoleTerm]
    plan: standing.Plan | None
    own: RoleTerm | None
    is_held: bool
    may_hand_over: bool
    may_end: set[int]


def of(user: User | AnonymousUser, pks: Iterable[int]) -> dict[int, Parts]:
    """By role; nothing for who has no role and takes none over."""
    if not isinstance(user, User) or not (user.is_superuser or roles.has_role(user)):
        return {}
    seats = Seat.objects.among(pks)
    around = standing.on_seats(pks)
    return {seat.pk: _parts(user, seat, around.get(seat.pk, [])) for seat in seats}


def _parts(user: User, seat: Seat, around: list[RoleTerm]) -> Parts:
    deputies = [term for term in around if term.is_deputy and term.is_current()]
    holder = next((term for term in around if not term.is_deputy and term.is_current()), None)
    return Parts(
        seat_pk=seat.pk,
        deputies=deputies,
        plan=standing.plan_of(around),
        own=holder if holder is not None and holder.person == user else None,
        is_held=holder is not None,
        may_hand_over=can_hand_over(user, seat),
        may_end={term.pk for term in deputies if can_end_deputy(user, term)},
    )
