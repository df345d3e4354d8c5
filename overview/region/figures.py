"""The region in numbers, and how they are kept. ``overview.region.definitions`` says in plain words what they are.

Nothing here names a person; holders are keys.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from ideas.lists import boards
from municipalities.directory import Standing

# Stages as boards show them; together they are every stage an open idea can be in.
STAGES = {key: stages for key, _name, stages in [*boards.COLUMNS, boards.ON_HOLD]}
STAGE_NAMES = {key: name for key, name, _stages in [*boards.COLUMNS, boards.ON_HOLD]}
CLOSING_DAYS = 30
LAST_MEETINGS, SHOWN_MEETINGS = 6, 5


@dataclass(slots=True)
class Place:
    """One municipality. ``shared``: open ideas shown to the partnership or to everybody, by stage. ``asked`` and
    ``answered`` are of the last meetings held; ``answer_days`` of ideas: the municipality's own and KS's to see."""

    standing: str = Standing.VACANT
    holders: list[int] = field(default_factory=list)
    experiences: int = 0
    brokers: int = 0
    companies: int = 0
    strategy: str = ""
    shared: dict[str, int] = field(default_factory=dict)
    asked: int = 0
    answered: int = 0
    answer_days: int | None = None

    @property
    def has_contact(self) -> bool:
        return self.standing != Standing.VACANT

    @property
    def ideas(self) -> int:
        return sum(self.shared.values())


@dataclass(frozen=True, slots=True)
class StageSum:
    """Open ideas of all municipalities in a stage; ``days``: half have been in it so long or shorter."""

    key: str
    ideas: int
    days: int | None


@dataclass(frozen=True, slots=True)
class MeetingSum:
    """A meeting by its key, and what those invited have answered."""

    pk: int
    invited: int
    comes: int
    maybe: int
    declined: int
    silent: int


@dataclass(frozen=True, slots=True)
class Figures:
    """By municipality (key) and for the region. ``vacant``, ``unconfirmed``: roles by kind."""

    places: dict[int, Place]
    stages: list[StageSum]
    meetings: list[MeetingSum]
    vacant: dict[str, int]
    unconfirmed: dict[str, int]
    overdue: int
    closing: int
    schemes_to_check: int
    calls_to_check: int

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of_json(cls, kept: dict[str, Any]) -> Figures:
        """Raises TypeError or KeyError for what an older portal has kept."""
        return cls(
            **kept
            | {
                "places": {int(pk): Place(**place) for pk, place in kept["places"].items()},
                "stages": [StageSum(**one) for one in kept["stages"]],
                "meetings": [MeetingSum(**one) for one in kept["meetings"]],
            }
        )

    @property
    def with_contact(self) -> int:
        return sum(place.has_contact for place in self.places.values())

    @property
    def ideas(self) -> int:
        return sum(one.ideas for one in self.stages)

    @property
    def shared_ideas(self) -> int:
        return sum(place.ideas for place in self.places.values())

    def shared_in(self, stage: str) -> int:
        return sum(place.shared.get(stage, 0) for place in self.places.values())

    @property
    def experiences(self) -> int:
        return sum(place.experiences for place in self.places.values())
