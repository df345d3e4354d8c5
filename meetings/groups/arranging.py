"""Who sits in which group: a local search with a stated objective. Pure: no database, no clock, no global chance.

The objective is a sum of costs, and less is better (``seating.Cost``). Hard rules are kept by construction: those in
the room and those who take part digitally never share a group, and whoever is locked stays. The practice comes from
the region's workshops: a municipality, a broker and a researcher who care about the same theme move one case a step.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from meetings.groups.seating import SPREAD, Circle, Cost, Person, Role, Table

__all__ = ["SPREAD", "Bound", "Circle", "Cost", "Person", "Role", "arrange", "bounds", "circles", "cost"]


@dataclass(frozen=True)
class Bound:
    """The best that any arrangement could reach, each part taken by itself; shares between 0 and 1."""

    with_broker: float
    with_researcher: float
    places: float  # distinct places a group, on average
    agreement: float  # of those who have wishes, in a group with one of them


def circles(persons: Iterable[Person], size: int = 6) -> list[Circle]:
    """As many groups as give each about ``size``, room and digital apart, themes shared out by what is asked for.

    Never more than half as many groups as people, so that nobody sits alone; a mode with one person is one group.
    Raises ValueError for a size under two.
    """
    if size < 2:
        raise ValueError("a group has at least two")
    made: list[Circle] = []
    for is_digital in (False, True):
        present = [person for person in persons if person.is_digital == is_digital]
        if not present:
            continue
        count = max(1, min(round(len(present) / size), len(present) // 2))
        for theme in _themes(present, count):
            made.append(Circle(len(made) + 1, theme, is_digital))
    return made


def _themes(present: Sequence[Person], count: int) -> list[str]:
    """A theme for each group, by first wishes and half a vote for second ones; the largest remainder decides."""
    votes: Counter[str] = Counter()
    for person in present:
        for rank, theme in enumerate(person.wishes[:2]):
            votes[theme] += 2 - rank
    if not votes:
        return [""] * count
    total = sum(votes.values())
    exact = {theme: count * votes[theme] / total for theme in sorted(votes)}
    given = {theme: int(share) for theme, share in exact.items()}
    ranked = sorted(exact, key=lambda theme: (given[theme] - exact[theme], -votes[theme], theme))
    for theme in ranked[: count - sum(given.values())]:
        given[theme] += 1
    return [
        theme for theme in sorted(given, key=lambda theme: (-votes[theme], theme)) for _number in range(given[theme])
    ]


def arrange(
    persons: Iterable[Person],
    groups: Sequence[Circle],
    *,
    fixed: Mapping[int, int] | None = None,
    now: Mapping[int, int] | None = None,
    met: Collection[frozenset[int]] = (),
    seed: int = 0,
) -> dict[int, int]:
    """Person's key → group's number. The same arguments give the same answer.

    ``fixed``: those who are locked, by key; ``now``: where people sit already, when late arrivals and no-shows are
    mended (moving them then costs); ``met``: pairs of keys who sat together last time. Raises ValueError when no
    group takes the mode of somebody, or a locked one sits in a group that is not there.
    """
    table = Table(sorted(persons, key=lambda person: person.key), groups, now or {}, met)
    table.seat_all(fixed or {})
    table.search(Random(seed))  # noqa: S311 – no secret: the same seed shall give the same groups
    return dict(table.seat_of)


def cost(
    persons: Iterable[Person],
    groups: Sequence[Circle],
    seated: Mapping[int, int],
    *,
    now: Mapping[int, int] | None = None,
    met: Collection[frozenset[int]] = (),
) -> Cost:
    """The objective of an arrangement, whoever made it."""
    table = Table([person for person in persons if person.key in seated], groups, now or {}, met)
    for key, number in seated.items():
        table.put(key, number)
    return table.cost()


def bounds(persons: Sequence[Person], groups: Sequence[Circle]) -> Bound:
    """For each part the best imaginable when the others are left out; some of it out of reach together."""
    with_broker = with_researcher = 0
    places = agreeing = 0.0
    for is_digital in (False, True):
        present = [person for person in persons if person.is_digital == is_digital]
        circles_here = [group for group in groups if group.is_digital == is_digital]
        roles = Counter(person.role for person in present)
        with_broker += min(roles[Role.BROKER], len(circles_here))
        with_researcher += min(roles[Role.RESEARCHER], len(circles_here))
        named = Counter(person.place for person in present if person.place)
        places += sum(min(many, len(circles_here)) for many in named.values())
        offered = {group.theme for group in circles_here}
        agreeing += sum(1 for person in present if offered.intersection(person.wishes))
    wishing = sum(1 for person in persons if person.wishes)
    many = max(1, len(groups))
    return Bound(with_broker / many, with_researcher / many, places / many, agreeing / wishing if wishing else 1.0)
