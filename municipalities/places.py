"""For which municipalities somebody acts as FoUI contact today, and through which role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from municipalities.models import FouiContact
from partnership.common import once
from partnership.people import roles
from partnership.people.models import RoleTerm, SeatKind, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from municipalities.querysets.place import FouiContactQuerySet


def contacts(user: User | AnonymousUser) -> list[FouiContact]:
    """The contact roles the person has a part in today, with the municipality; read once per user object and day."""
    terms = roles.current_terms(user)
    seats = [term.seat_id for term in terms if term.seat.kind == SeatKind.CONTACT]
    if not seats:
        return []
    kept: tuple[list[RoleTerm], list[FouiContact]] | None = user.__dict__.get("_contact_roles")
    if kept is None or kept[0] is not terms:
        kept = (terms, list(FouiContact.objects.among(seats).select_related("municipality").order_by("pk")))
        user.__dict__["_contact_roles"] = kept
    return kept[1]


def acting(user: User) -> dict[int, int]:
    """Keys of municipalities with the key of the role: those the person holds, or deputises in for nobody present."""
    seats = roles.acting_seats(user)
    if not once.is_for_many():
        own = [one for one in contacts(user) if one.pk in seats]
        return {one.municipality_id: one.pk for one in reversed(own)}
    found = once.read("open contacts", lambda: _by_place(FouiContact.objects.all()))
    return {place: seat for place, seat in found.items() if seat in seats}


def _by_place(contacts: FouiContactQuerySet) -> dict[int, int]:
    return dict(contacts.open().order_by("-pk").values_list("municipality", "pk"))


def of_contact(user: User | AnonymousUser) -> frozenset[int]:
    """Keys of municipalities the person is contact or deputy in today."""
    return frozenset(one.municipality_id for one in contacts(user))
