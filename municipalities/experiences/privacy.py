"""What experiences hold about a person, and how it is forgotten."""

from __future__ import annotations

from typing import Any

from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from municipalities.models import Experience, Trial
from partnership.people.models import User


def person_data(user: User) -> dict[str, list[dict[str, Any]]]:
    begun = Experience.objects.filter(created_by=user).values("title", "municipality__name", "created_at")
    named = Experience.objects.alias(address=Lower("contact_email")).filter(address=user.email.lower())
    wished = Trial.objects.filter(by=user).values("experience__title", "municipality__name", "at", "note")
    return {
        _("experiences you have written"): [dict(row) for row in begun],
        _("experiences that name you"): [dict(row) for row in named.values("title", "contact_name", "contact_email")],
        _("wishes to try"): [dict(row) for row in wished],
    }


def erase(user: User, addresses: set[str]) -> None:
    """The text is the municipality's; who wrote it, and who was named, is taken out."""
    Experience.objects.filter(created_by=user).update(created_by=None)
    named = Experience.objects.alias(address=Lower("contact_email")).filter(address__in=addresses)
    named.update(contact_name="", contact_email="")
    Trial.objects.filter(by=user).update(by=None, note="")
