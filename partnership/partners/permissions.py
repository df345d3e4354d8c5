"""Who may what with partners, schemes and calls."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from partnership.people import roles
from partnership.people.models import User


def can_keep_funding(user: User | AnonymousUser) -> bool:
    """Change schemes and calls, and say that they are checked: officers."""
    return isinstance(user, User) and (user.is_superuser or roles.is_officer(user))


def can_keep_partners(user: User | AnonymousUser) -> bool:
    return can_keep_funding(user)
