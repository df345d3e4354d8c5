"""Who may what with innovation companies, brokers and coverage."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from partnership.people import roles
from partnership.people.models import User


def can_keep_brokers(user: User | AnonymousUser) -> bool:
    """Change companies, broker roles and coverage: officers."""
    return isinstance(user, User) and (user.is_superuser or roles.is_officer(user))
