"""Who answers for a broker's role: today's holder, or the deputy while the holder is away or there is none."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from partnership.common import norwegian
from partnership.people.models import Absence, RoleTerm, User


@dataclass(frozen=True)
class Parts:
    """``away_until``: the first day (Oslo) the holder is back; None when not away."""

    holder: User | None = None
    deputies: list[User] = field(default_factory=list)
    away_until: dt.date | None = None

    @property
    def answering(self) -> list[User]:
        """Whoever answers today. With everybody away the holder: the question waits for them."""
        if self.holder is not None and self.away_until is None:
            return [self.holder]
        return self.deputies or ([self.holder] if self.holder else [])

    @property
    def is_vacant(self) -> bool:
        return not self.answering

    @property
    def is_away(self) -> bool:
        """Away, with nobody who stands in."""
        return self.away_until is not None and not self.deputies

    @property
    def name(self) -> str:
        """Whose name the contact and the sender know; empty when nobody has the role."""
        if self.holder is not None:
            return self.holder.name
        return self.deputies[0].name if self.deputies else ""


def of(seats: Iterable[int], day: dt.date | None = None) -> dict[int, Parts]:
    """By role, for the day (Oslo): two queries whatever the number of roles. Deputies who are away are left out."""
    day = day or norwegian.today()
    terms: dict[int, list[RoleTerm]] = defaultdict(list)
    for term in RoleTerm.objects.current(day).on_seats(set(seats)):
        if term.person.is_active:
            terms[term.seat_id].append(term)
    persons = {term.person_id for found in terms.values() for term in found}
    away = {one.person_id: one.until for one in Absence.objects.among(persons).on(day)}
    return {seat: _parts(terms.get(seat, []), away) for seat in set(seats)}


def on(seat: int, day: dt.date | None = None) -> Parts:
    return of([seat], day)[seat]


def _parts(terms: list[RoleTerm], away: dict[int, dt.date]) -> Parts:
    holder = next((term.person for term in terms if not term.is_deputy), None)
    deputies = [term.person for term in terms if term.is_deputy and term.person_id not in away]
    return Parts(holder, deputies, away.get(holder.pk) if holder else None)
