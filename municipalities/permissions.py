"""Who may what with municipalities and their contact roles."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from municipalities import places
from municipalities.models import Municipality, Strategy
from partnership.people import roles
from partnership.people.models import User


def is_contact_of(user: User | AnonymousUser, municipality: Municipality | int) -> bool:
    """Today's contact or deputy there."""
    key = municipality.pk if isinstance(municipality, Municipality) else municipality
    return key in places.of_contact(user)


def can_see_private_contact(user: User | AnonymousUser) -> bool:
    """Phone numbers and personal addresses: those who have a role in the portal today."""
    return isinstance(user, User) and (user.is_superuser or bool(roles.current_terms(user)))


def can_keep_register(user: User | AnonymousUser) -> bool:
    """Change municipalities and contact roles, and ask a municipality who its contact is: officers."""
    return isinstance(user, User) and (user.is_superuser or roles.is_officer(user))


def can_write_experience(user: User | AnonymousUser, municipality: int) -> bool:
    """Write, publish and take back what a municipality (its key) shows: today's contact and deputy there."""
    return is_contact_of(user, municipality)


def can_keep_survey(user: User | AnonymousUser, municipality: Municipality) -> bool:
    """Open and close the municipality's own survey, and read what came of it: its contact and deputy alone."""
    return is_contact_of(user, municipality)


def can_keep_strategies(user: User | AnonymousUser, place: Municipality) -> bool:
    """Start and change the municipality's strategies: its contact and deputy."""
    return is_contact_of(user, place)


def can_keep_strategy(user: User | AnonymousUser, strategy: Strategy) -> bool:
    return is_contact_of(user, strategy.municipality_id)
