"""Who may what with roles and people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from partnership.people import roles
from partnership.people.models import RoleTerm, Seat, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def acts_in(user: User | AnonymousUser, seat: Seat) -> bool:
    """Today's holder; the deputy while the holder is away, or when there is none."""
    return seat.pk in roles.acting_seats(user)


def can_name_deputy(user: User, term: RoleTerm) -> bool:
    return term.person_id == user.pk and term.is_current() and not term.is_deputy


def can_end_deputy(user: User, term: RoleTerm) -> bool:
    """The deputy, and today's holder of the role."""
    holds = any(own.seat_id == term.seat_id for own in roles.held_terms(user))
    return term.is_deputy and (term.person_id == user.pk or holds)
