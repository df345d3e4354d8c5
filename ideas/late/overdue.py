"""Who is to be told of a late idea today: whoever it lies with, the next in line, the municipality's leader.

``Case.level`` reads a case that ``cases`` has gathered, and asks the database nothing. Days are answering days
(``norwegian.is_answering_day``), so that weekends, holidays and common holiday weeks count for nobody. Whoever comes
back from an absence, or has just begun in the role, starts anew.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ideas.models import Idea, Intake, Reminder
from municipalities.models import FouiContact
from partnership.common import norwegian
from partnership.people.models import Absence, RoleTerm, SeatKind, User

# Answering days: from the next date to the first reminder, and from one level to the next.
FIRST = 1
BETWEEN = 5
Level = Reminder.Level


@dataclass(frozen=True)
class Present:
    """Somebody and since which day they have been there: back from an absence, or begun in the role."""

    person: User
    since: dt.date
    is_away: bool


@dataclass
class Case:
    """``line`` is who comes after the holder: the deputies; of what lies outside the contact's role, the contact."""

    idea: Idea
    holder: Present | None
    line: list[Present] = field(default_factory=list)
    told: dict[str, dt.date] = field(default_factory=dict)

    def level(self, on: dt.date) -> Level | None:
        """Who is to be told on the day; None: nobody today."""
        if not norwegian.is_answering_day(on) or self.idea.next_date is None:
            return None
        holder = self.holder if self.holder and not self.holder.is_away else None
        if holder and Level.HOLDER not in self.told:
            return Level.HOLDER if _has_been(FIRST, max(self.idea.next_date, holder.since), on) else None
        line = [one for one in self.line if not one.is_away]
        if line and Level.DEPUTY not in self.told:
            return Level.DEPUTY if self._is_next(holder, line, on) else None
        if Level.LEADER not in self.told:
            return Level.LEADER if self._is_leaders(holder, line, on) else None
        return None

    def _is_next(self, holder: Present | None, line: list[Present], on: dt.date) -> bool:
        assert self.idea.next_date is not None
        if holder is None:
            return _has_been(FIRST, max(self.idea.next_date, _earliest(line)), on)
        return _has_been(BETWEEN, max(self.told[Level.HOLDER], holder.since), on)

    def _is_leaders(self, holder: Present | None, line: list[Present], on: dt.date) -> bool:
        assert self.idea.next_date is not None
        there = [holder, *line] if holder else line
        if there and self.told:
            return _has_been(BETWEEN, max(*self.told.values(), _earliest(there)), on)
        is_away = self.holder is not None
        return not is_away and _has_been(FIRST + BETWEEN, self.idea.next_date, on)


def _has_been(count: int, since: dt.date, on: dt.date) -> bool:
    return norwegian.add_answering_days(since, count) <= on


def _earliest(there: Iterable[Present]) -> dt.date:
    return min(one.since for one in there)


def cases(ideas: Iterable[Idea], on: dt.date) -> Iterator[Case]:
    """The same number of queries whatever the number of ideas."""
    ideas = list(ideas)
    around = Around.of(ideas, on)
    for idea in ideas:
        rows = [one for one in idea.reminders.all() if one.about == idea.next_date]
        told = {one.level: norwegian.local(one.at).date() for one in rows}
        yield Case(idea, around.holder_of(idea), around.line_of(idea), told)


@dataclass(frozen=True)
class Around:
    """The parts in all roles the ideas hang on, and who is away."""

    on: dt.date
    terms: dict[int, list[RoleTerm]]
    contacts: dict[int, list[int]]
    absences: dict[int, list[Absence]]

    @classmethod
    def of(cls, ideas: list[Idea], on: dt.date) -> Around:
        places = {idea.municipality_id for idea in ideas}
        contacts: dict[int, list[int]] = defaultdict(list)
        for place, pk in FouiContact.objects.open(on).in_municipalities(places).values_list("municipality", "pk"):
            contacts[place].append(pk)
        seats = {pk for pks in contacts.values() for pk in pks}
        seats |= {idea.holder_seat_id for idea in ideas if idea.holder_seat_id}
        terms: dict[int, list[RoleTerm]] = defaultdict(list)
        for term in RoleTerm.objects.current(on).on_seats(seats):
            if term.person.is_active:
                terms[term.seat_id].append(term)
        persons = {term.person_id for found in terms.values() for term in found}
        persons |= {idea.holder_person_id for idea in ideas if idea.holder_person_id}
        absences: dict[int, list[Absence]] = defaultdict(list)
        for one in Absence.objects.among(persons).begun_by(on):
            absences[one.person_id].append(one)
        return cls(on, terms, contacts, absences)

    def holder_of(self, idea: Idea) -> Present | None:
        """None: the role is vacant, or it lies with postmottak."""
        if idea.holder_person is not None:
            return self._present(idea.holder_person, dt.date.min)
        found = self._parts(idea.holder_seat_id, is_deputy=False)
        return found[0] if found else None

    def line_of(self, idea: Idea) -> list[Present]:
        deputies = self._parts(idea.holder_seat_id, is_deputy=True)
        if deputies or (idea.holder_seat and idea.holder_seat.kind == SeatKind.CONTACT):
            return deputies
        seats = self.contacts.get(idea.municipality_id, [])
        found = [one for seat in seats for one in self._parts(seat, is_deputy=False)]
        found = found or [one for seat in seats for one in self._parts(seat, is_deputy=True)]
        return [one for one in found if one.person.pk != idea.holder_person_id]

    def _parts(self, seat: int | None, *, is_deputy: bool) -> list[Present]:
        terms = self.terms.get(seat, []) if seat else []
        return [self._present(one.person, one.since) for one in terms if one.is_deputy == is_deputy]

    def _present(self, person: User, since: dt.date) -> Present:
        own = self.absences.get(person.pk, [])
        back = [one.until for one in own if one.until <= self.on]
        return Present(person, max([since, *back]), any(one.until > self.on for one in own))


def leaders(places: Iterable[int]) -> dict[int, Intake]:
    """The intakes that name a leader's address, by municipality."""
    return {one.municipality_id: one for one in Intake.objects.with_leader().filter(municipality__in=set(places))}
