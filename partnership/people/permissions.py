"""Who may what with roles and people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from partnership.people import roles
from partnership.people.models import RoleTerm, Seat, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def can_hand_over(user: User | AnonymousUser, seat: Seat) -> bool:
    """Officers and superusers, and today's holder or deputy of the role itself."""
    if not isinstance(user, User):
        return False
    return user.is_superuser or roles.is_officer(user) or seat.pk in {own.pk for own in roles.seats_of(user)}


def can_name_deputy(user: User, term: RoleTerm) -> bool:
    return term.person_id == user.pk and term.is_current() and not term.is_deputy
