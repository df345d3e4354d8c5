"""Milestones when a contact's role changes hands: what lies with the role goes along by itself."""

from __future__ import annotations

from dataclasses import dataclass

from municipalities.models import FouiContact, Milestone
from municipalities.permissions import can_keep_strategies
from partnership.people.models import RoleTerm, SeatKind, User


@dataclass(frozen=True)
class Moving:
    """How many open milestones lie with the role, and how many with the holder in person."""

    with_role: int = 0
    with_person: int = 0


def moving(term: RoleTerm, reader: User) -> Moving:
    """As far as ``reader`` may know: strategies may be the municipality's own."""
    if term.seat.kind != SeatKind.CONTACT:
        return Moving()
    place = FouiContact.objects.select_related("municipality").get(pk=term.seat_id).municipality
    if not can_keep_strategies(reader, place):
        return Moving()
    own = Milestone.objects.open().of_place(place)
    return Moving(own.lying_with([term.seat_id]).count(), own.lying_with([], term.person).count())
