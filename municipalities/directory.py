"""Who is FoUI contact where: one entry a municipality, for the list, its filters and its export."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from municipalities.models import Municipality, RegionalCouncil

if TYPE_CHECKING:
    from municipalities.models import FouiContact
    from partnership.people.models import RoleTerm


class Standing(StrEnum):
    """How sure it is who the contact is."""

    IN_PLACE = "pa-plass"
    UNCONFIRMED = "ikke-bekreftet"
    VACANT = "mangler"


@dataclass(frozen=True)
class ContactLine:
    """One contact role: who holds it and who stands in today."""

    seat: FouiContact
    holder: RoleTerm | None
    deputies: tuple[RoleTerm, ...]

    @property
    def standing(self) -> Standing:
        if self.holder is None:
            return Standing.VACANT
        return Standing.IN_PLACE if self.holder.is_confirmed else Standing.UNCONFIRMED


@dataclass(frozen=True)
class Entry:
    municipality: Municipality
    councils: tuple[RegionalCouncil, ...]
    contacts: tuple[ContactLine, ...]

    @property
    def standing(self) -> Standing:
        """Vacant when nobody holds any contact role; unconfirmed when no holder is confirmed."""
        held = [line.standing for line in self.contacts if line.holder is not None]
        if not held:
            return Standing.VACANT
        return Standing.IN_PLACE if Standing.IN_PLACE in held else Standing.UNCONFIRMED


def entry(municipality: Municipality) -> Entry:
    """``municipality`` comes from ``Municipality.objects.with_contacts()``; asks nothing more of the database."""
    lines = []
    for seat in municipality.open_contacts:  # type: ignore[attr-defined]
        terms = seat.current_terms
        holder = next((term for term in terms if not term.is_deputy), None)
        lines.append(ContactLine(seat, holder, tuple(term for term in terms if term.is_deputy)))
    councils = tuple(membership.council for membership in municipality.council_memberships)  # type: ignore[attr-defined]
    return Entry(municipality, councils, tuple(lines))


def entries(*, words: str = "", council: str = "", standing: str = "") -> list[Entry]:
    """Municipalities in Norwegian order that match the words, lie in the council, and stand so. Five queries."""
    municipalities: Iterable[Municipality] = Municipality.objects.matching(words).in_council(council).with_contacts()
    found = [entry(municipality) for municipality in municipalities]
    return [e for e in found if e.standing == standing] if standing in set(Standing) else found
