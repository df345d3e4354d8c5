"""How things stand with somebody's roles: who is deputy, who takes over, who is away. Read for pages, all at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from partnership.common import norwegian
from partnership.people import roles
from partnership.people.models import Absence, RoleTerm, User
from partnership.people.querysets import AbsenceQuerySet


@dataclass(frozen=True)
class Plan:
    """A hand-over on a later day; with no term nobody takes over."""

    on: dt.date
    term: RoleTerm | None

    @property
    def last_day(self) -> dt.date:
        """The last one of whoever has the role now."""
        return self.on - dt.timedelta(days=1)


@dataclass
class Line:
    """One role of somebody's: the own part in it, and everybody else's."""

    term: RoleTerm
    holder: RoleTerm | None = None
    deputies: list[RoleTerm] = field(default_factory=list)
    plan: Plan | None = None
    holder_away: Absence | None = None
    is_acting: bool = False


@dataclass(frozen=True)
class Standing:
    """``held``: the person has the role; ``deputised``: is deputy in it; ``coming``: takes it over later."""

    held: list[Line]
    deputised: list[Line]
    coming: list[Line]
    absence: Absence | None
    planned_absences: list[Absence]
    away_deputies: dict[int, Absence]

    @property
    def without_deputy(self) -> list[Line]:
        return [line for line in self.held if not line.deputies]

    @property
    def has_part(self) -> bool:
        return bool(self.held or self.deputised or self.coming)


def of(person: User, absences: Iterable[Absence] | None = None) -> Standing:
    """Two queries, whatever the number of roles; one with ``absences``, as ``absences_around`` finds them."""
    absent = list(absences_around(person) if absences is None else absences)
    terms, around = roles.current_terms(person), _around(person) if person.is_active else {}
    own = [term for found in around.values() for term in found if term.person_id == person.pk]
    coming = sorted((term for term in own if term.since > norwegian.today()), key=lambda term: (term.since, term.pk))
    lines = {term.pk: _line(term, around.get(term.seat_id, [])) for term in [*terms, *coming]}
    acting = roles.acting_seats(person)
    held = [lines[term.pk] for term in terms if not term.is_deputy]
    deputies = {deputy.person_id for line in held for deputy in line.deputies}
    away = {one.person_id: one for one in reversed(absent) if one.has_begun}
    for line in lines.values():
        line.is_acting = line.term.seat_id in acting
        line.holder_away = away.get(line.holder.person_id) if line.holder else None
    return Standing(
        held=held,
        deputised=[lines[term.pk] for term in terms if term.is_deputy],
        coming=[lines[term.pk] for term in coming],
        absence=away.get(person.pk),
        planned_absences=[one for one in absent if one.person_id == person.pk and not one.has_begun],
        away_deputies={pk: away[pk] for pk in deputies & away.keys()},
    )


def absences_around(person: User) -> AbsenceQuerySet:
    """Of today or planned: the person's, and those of everybody in the roles the person has a part in."""
    beside = RoleTerm.objects.not_ended().beside(person).order_by()
    return Absence.objects.of_any(person, beside.values("person")).not_over()


def _around(person: User) -> dict[int, list[RoleTerm]]:
    """``on_seats``, of the roles the person has a part in, or is to have."""
    return _by_seat(RoleTerm.objects.not_ended().beside(person).select_related("seat"))


def on_seats(pks: Iterable[int]) -> dict[int, list[RoleTerm]]:
    """All parts in the roles of today or later, by role."""
    return _by_seat(RoleTerm.objects.not_ended().on_seats(pks))


def _by_seat(terms: Iterable[RoleTerm]) -> dict[int, list[RoleTerm]]:
    found: dict[int, list[RoleTerm]] = defaultdict(list)
    for term in terms:
        found[term.seat_id].append(term)
    return found


def plan_of(terms: Iterable[RoleTerm]) -> Plan | None:
    """What is planned for a role, from its terms of today or later."""
    today = norwegian.today()
    holders = sorted((term for term in terms if not term.is_deputy), key=lambda term: term.since)
    coming = next((term for term in holders if term.since > today), None)
    if coming is not None:
        return Plan(coming.since, coming)
    leaving = next((term for term in holders if term.is_current(today) and term.until), None)
    return Plan(leaving.until, None) if leaving and leaving.until else None


def _line(term: RoleTerm, around: list[RoleTerm]) -> Line:
    today = norwegian.today()
    current = [one for one in around if one.is_current(today)]
    return Line(
        term=term,
        holder=next((one for one in current if not one.is_deputy), None),
        deputies=[one for one in current if one.is_deputy and one.person.is_active],
        plan=plan_of(around),
    )
