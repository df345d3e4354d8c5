"""Groups while they are filled: what an arrangement costs, and the search that makes it cost less. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random

# What each thing costs. A group without a broker is the worst: nobody there knows the way to the money.
NO_BROKER = 24.0
NO_RESEARCHER = 10.0
SAME_PLACE = 5.0  # for each beyond the first from one municipality or organisation
ALONE = 3.0  # the only one of a kind that could have had company
SIZE = 4.0  # times the square of the distance from an even share
OTHER_THEME = 6.0  # asked for something else
LATER_WISH = 1.0  # for each step down the person's own list
MET = 2.0  # for each pair who sat together last time
MOVED = 5.0  # for each who already knew their group, when groups are mended
STEPS = 160  # tried exchanges for each person


class Role(StrEnum):
    MUNICIPALITY = "municipality"
    BROKER = "broker"
    RESEARCHER = "researcher"
    PARTNER = "partner"
    OTHER = "other"


# These two are spread thin, one to a group, before they are given company.
SPREAD = {Role.BROKER: NO_BROKER, Role.RESEARCHER: NO_RESEARCHER}


@dataclass(frozen=True)
class Person:
    """One who takes part. ``place``: municipality or organisation, empty when unknown; ``wishes``: themes, the
    dearest first, empty when the person has not said."""

    key: int
    role: Role
    place: str = ""
    wishes: tuple[str, ...] = ()
    is_digital: bool = False


@dataclass(frozen=True)
class Circle:
    """A group to be filled. ``theme`` is empty where none asked for any."""

    number: int
    theme: str = ""
    is_digital: bool = False


@dataclass
class Cost:
    """The objective, part by part; ``total`` is what the search makes small."""

    no_broker: float = 0.0
    no_researcher: float = 0.0
    same_place: float = 0.0
    alone: float = 0.0
    size: float = 0.0
    theme: float = 0.0
    met: float = 0.0
    moved: float = 0.0

    @property
    def total(self) -> float:
        return float(sum(vars(self).values()))


@dataclass
class _Seats:
    """One group while it is filled."""

    circle: Circle
    share: float
    members: set[int] = field(default_factory=set)
    roles: Counter[Role] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)


class Table:
    """Everybody seated, and what it costs to move one: the counts of each group are kept as people come and go."""

    def __init__(
        self,
        persons: Sequence[Person],
        groups: Sequence[Circle],
        now: Mapping[int, int],
        met: Collection[frozenset[int]],
    ) -> None:
        self.persons = {person.key: person for person in persons}
        self.now = now
        self.seat_of: dict[int, int] = {}
        self.locked: set[int] = set()
        counts = Counter(person.is_digital for person in persons)
        modes = Counter(group.is_digital for group in groups)
        for is_digital, many in counts.items():
            if many and not modes[is_digital]:
                raise ValueError("no group for those who take part " + ("digitally" if is_digital else "in the room"))
        self.groups = {
            group.number: _Seats(group, counts[group.is_digital] / modes[group.is_digital]) for group in groups
        }
        # One to a group first: where there are fewer than two for every group, being the only one is no fault.
        roles = Counter((person.role, person.is_digital) for person in persons)
        self.has_company = {
            (role, is_digital): roles[role, is_digital] >= 2 * modes[is_digital] or role not in SPREAD
            for role in Role
            for is_digital in (False, True)
            if roles[role, is_digital] >= 2
        }
        self.met: dict[int, set[int]] = {}
        for pair in met:
            if len(pair) == 2 and all(key in self.persons for key in pair):
                one, other = pair
                self.met.setdefault(one, set()).add(other)
                self.met.setdefault(other, set()).add(one)

    # --- seats --------------------------------------------------------------------------------------------

    def put(self, key: int, number: int) -> None:
        person, group = self.persons[key], self.groups[number]
        group.members.add(key)
        group.roles[person.role] += 1
        if person.place:
            group.places[person.place] += 1
        self.seat_of[key] = number

    def take(self, key: int) -> None:
        person, group = self.persons[key], self.groups[self.seat_of.pop(key)]
        group.members.discard(key)
        group.roles[person.role] -= 1
        if person.place:
            group.places[person.place] -= 1

    def seat_all(self, fixed: Mapping[int, int]) -> None:
        """The locked where they are, those who have a seat in theirs, the rest where they cost least: brokers and
        researchers first, then those who are hardest to please."""
        for key, number in fixed.items():
            if key in self.persons:
                if number not in self.groups:
                    raise ValueError(f"there is no group {number}")
                self.locked.add(key)
                self.put(key, number)
        for key, number in self.now.items():
            if key in self.persons and key not in self.seat_of and self._may_sit(key, number):
                self.put(key, number)
        waiting = [person for key, person in self.persons.items() if key not in self.seat_of]
        waiting.sort(key=lambda person: (person.role not in SPREAD, len(person.wishes) or 99, person.key))
        for person in waiting:
            open_to = [number for number in self.groups if self._may_sit(person.key, number)]
            self.put(person.key, min(open_to, key=lambda number: (self.price(person.key, number), number)))

    def _may_sit(self, key: int, number: int) -> bool:
        group = self.groups.get(number)
        return group is not None and group.circle.is_digital == self.persons[key].is_digital

    # --- costs --------------------------------------------------------------------------------------------

    def price(self, key: int, number: int) -> float:
        """What the group costs more with the person in it, who is not there now."""
        person, group = self.persons[key], self.groups[number]
        many, of_role = len(group.members), group.roles[person.role]
        found = SIZE * (2 * (many - group.share) + 1) + self.wish(person, group.circle)
        if person.place and group.places[person.place]:
            found += SAME_PLACE
        if of_role == 0 and person.role in SPREAD:
            found -= SPREAD[person.role]
        if of_role < 2 and self.has_company.get((person.role, person.is_digital)):
            found += ALONE if of_role == 0 else -ALONE
        if key in self.met:
            found += MET * len(self.met[key] & group.members)
        if key in self.now and self.now[key] != number:
            found += MOVED
        return found

    def wish(self, person: Person, circle: Circle) -> float:
        if not person.wishes or not circle.theme:
            return 0.0
        if circle.theme in person.wishes:
            return LATER_WISH * person.wishes.index(circle.theme)
        return OTHER_THEME

    def cost(self) -> Cost:
        found = Cost()
        for group in self.groups.values():
            digital, members = group.circle.is_digital, group.members
            found.no_broker += 0.0 if group.roles[Role.BROKER] else NO_BROKER
            found.no_researcher += 0.0 if group.roles[Role.RESEARCHER] else NO_RESEARCHER
            found.same_place += SAME_PLACE * sum(many - 1 for many in group.places.values() if many > 1)
            found.alone += ALONE * sum(
                1 for role, many in group.roles.items() if many == 1 and self.has_company.get((role, digital))
            )
            found.size += SIZE * (len(members) - group.share) ** 2
            found.theme += sum(self.wish(self.persons[key], group.circle) for key in members)
            found.met += MET * sum(len(self.met.get(key, set()) & members) for key in members) / 2
            found.moved += MOVED * sum(
                1 for key in members if self.now.get(key, group.circle.number) != self.seat_of[key]
            )
        return found

    # --- the search ---------------------------------------------------------------------------------------

    def search(self, chance: Random) -> None:
        """Threshold accepting: what makes it a little worse is let through at first, nothing in the end, and the
        best that was seen is kept."""
        free = [key for key in self.persons if key not in self.locked]
        if len(self.groups) < 2 or not free:
            return
        numbers = {
            mode: [number for number, group in self.groups.items() if group.circle.is_digital == mode]
            for mode in (False, True)
        }
        steps = STEPS * len(free)
        total = best = 0.0
        kept = dict(self.seat_of)
        for step in range(steps):
            key = free[int(chance.random() * len(free))]
            targets = numbers[self.persons[key].is_digital]
            number = targets[int(chance.random() * len(targets))]
            if number == self.seat_of[key]:
                continue
            threshold = 6.0 * max(0.0, 1 - 1.3 * step / steps) ** 2
            change = self._exchange(key, number, chance, threshold)
            if change is None:
                continue
            total += change
            if total < best - 1e-9:
                best, kept = total, dict(self.seat_of)
        for key in free:
            self.take(key)
        for key in free:
            self.put(key, kept[key])

    def _exchange(self, key: int, number: int, chance: Random, threshold: float) -> float | None:
        """Move one, or let two change seats; the change of the total, or None when nothing was done."""
        home = self.seat_of[key]
        there = [other for other in self.groups[number].members if other not in self.locked]
        other = sorted(there)[int(chance.random() * len(there))] if there and chance.random() < 0.8 else None
        self.take(key)
        change = -self.price(key, home)
        if other is not None:
            self.take(other)
            change -= self.price(other, number)
        change += self.price(key, number)
        self.put(key, number)
        if other is not None:
            change += self.price(other, home)
            self.put(other, home)
        if change <= threshold:
            return change
        self.take(key)
        if other is not None:
            self.take(other)
            self.put(other, number)
        self.put(key, home)
        return None
