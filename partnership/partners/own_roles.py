"""The roles as adviser a person has a part in today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from partnership.partners.models import PartnerOfficer
from partnership.people import roles
from partnership.people.models import RoleTerm, SeatKind, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def of(user: User | AnonymousUser) -> list[PartnerOfficer]:
    """With their partners; read once per user object and day, and not at all for who is no adviser."""
    terms = roles.current_terms(user)
    seats = [term.seat_id for term in terms if term.seat.kind == SeatKind.OFFICER]
    if not seats:
        return []
    kept: tuple[list[RoleTerm], list[PartnerOfficer]] | None = user.__dict__.get("_officer_roles")
    if kept is None or kept[0] is not terms:
        kept = (terms, list(PartnerOfficer.objects.among(seats).select_related("partner").order_by("pk")))
        user.__dict__["_officer_roles"] = kept
    return kept[1]
