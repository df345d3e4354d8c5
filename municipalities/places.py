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


def acting(user: User) -> dict[int, int]:
    """Keys of municipalities with the key of the role: those the person holds, or deputises in for nobody present.
    Read once per user object as long as the roles are the same."""
    seats = roles.acting_seats(user)
    if not once.is_for_many():
        kept: tuple[set[int], dict[int, int]] | None = user.__dict__.get("_acting_places")
        if kept is None or kept[0] != seats:
            kept = (seats, _by_place(FouiContact.objects.among(seats)) if seats else {})
            user.__dict__["_acting_places"] = kept
        return kept[1]
    found = once.read("open contacts", lambda: _by_place(FouiContact.objects.all()))
    return {place: seat for place, seat in found.items() if seat in seats}


def _by_place(contacts: FouiContactQuerySet) -> dict[int, int]:
    return dict(contacts.open().order_by("-pk").values_list("municipality", "pk"))


def of_contact(user: User | AnonymousUser) -> frozenset[int]:
    """Keys of municipalities the person is contact or deputy in today; read once per user object and day."""
    terms = roles.current_terms(user)
    if not terms:
        return frozenset()
    kept: tuple[list[RoleTerm], frozenset[int]] | None = user.__dict__.get("_contact_places")
    if kept is None or kept[0] is not terms:
        seats = [term.seat_id for term in terms if term.seat.kind == SeatKind.CONTACT]
        found = FouiContact.objects.among(seats).values_list("municipality", flat=True) if seats else ()
        kept = (terms, frozenset(found))
        user.__dict__["_contact_places"] = kept
    return kept[1]
