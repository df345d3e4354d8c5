"""Addresses no mail goes to, since a receiver has refused them for good."""

from __future__ import annotations

from partnership.mail.models import Suppression


def lift(email: str) -> bool:
    """Let mail go to the address again; False when it was not blocked."""
    return Suppression.objects.filter(email=email.strip().lower()).delete()[0] > 0
