"""The municipality's ideas by stage, in five columns; and how many there are, counted no further than a hundred.

Whatever the number of rows, each stage is read no further than its first hundred by date (index ``idea_board``).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import IntegerField, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from ideas.life.stages import Stage
from ideas.models import Idea
from ideas.querysets import IdeaQuerySet
from ideas.whose import whom
from partnership.common import norwegian
from partnership.people.models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MOST = 100
A_COLUMN = 20
S = Stage
COLUMNS: tuple[tuple[str, _StrPromise, tuple[Stage, ...]], ...] = (
    ("nye", _("New"), (S.RECEIVED,)),
    ("avklares", _("Being clarified"), (S.CLARIFYING,)),
    ("megler", _("With the broker"), (S.BROKERING, S.OUTLINE, S.APPLIED, S.REJECTED)),
    ("proves", _("Being tried"), (S.TRYING, S.IN_LINE, S.FUNDED, S.UNDER_WAY)),
    ("bruk", _("In use"), (S.IN_USE,)),
)
ON_HOLD = ("paused", _("On hold"), (S.PAUSED,))
STAGES = {key: stages for key, _name, stages in COLUMNS}


@dataclass(frozen=True)
class Count:
    """Exact up to a hundred."""

    number: int

    def __str__(self) -> str:
        return str(self.number) if self.number <= MOST else f"{MOST}+"

    def __bool__(self) -> bool:
        return self.number > 0


@dataclass
class Column:
    key: str
    name: str
    count: Count
    rows: list[Row] = field(default_factory=list)

    @property
    def has_more(self) -> bool:
        return self.count.number > len(self.rows)


@dataclass(frozen=True)
class Row:
    """An idea in a list; ``shows_stage``: its column holds several."""

    idea: Idea
    holder: whom.Holder
    shows_stage: bool = False


@dataclass(frozen=True)
class Sums:
    total: Count
    mine: Count
    late: Count
    ended: Count

    @property
    def others(self) -> Count | None:
        """None when neither can be told exactly."""
        if self.total.number <= MOST:
            return Count(self.total.number - self.mine.number)
        return Count(MOST + 1) if self.mine.number == 0 else None


def rows(ideas: list[Idea], reader: object, *, names_persons: bool = True) -> list[Row]:
    found = whom.of(ideas, reader, names_persons=names_persons)
    return [Row(idea, found[idea.pk], _is_in_wide_column(idea)) for idea in ideas]


def columns(chosen: IdeaQuerySet, reader: User) -> tuple[list[Column], Column]:
    """Of what is open, by date; and what is on hold, with why. Three queries."""
    parts = [_first(chosen, stage) for _key, _name, stages in [*COLUMNS, ON_HOLD] for stage in stages]
    found = _together(parts)
    by_stage = Counter(stage for _pk, stage, _day in found)
    wanted: dict[str, list[int]] = {}
    for key, _name, stages in [*COLUMNS, ON_HOLD]:
        own = sorted((day, pk) for pk, stage, day in found if stage in stages)
        wanted[key] = [pk for _day, pk in own[:A_COLUMN]]
    shown = Idea.objects.with_holder().with_why_on_hold().in_bulk([pk for pks in wanted.values() for pk in pks])
    lines = {row.idea.pk: row for row in rows(list(shown.values()), reader)}
    made = {key: [lines[pk] for pk in pks if pk in lines] for key, pks in wanted.items()}
    *board, paused = [
        Column(key, str(name), Count(min(sum(by_stage[stage] for stage in stages), MOST + 1)), made[key])
        for key, name, stages in [*COLUMNS, ON_HOLD]
    ]
    return board, paused


def sums(chosen: IdeaQuerySet, reader: User) -> Sums:
    """Of the municipality's open ideas. One query, which stops at a hundred of each."""
    today = norwegian.today()
    kinds = {
        "total": chosen.open(),
        "mine": chosen.held_by(reader),
        "late": chosen.late(today),
        "ended": chosen.ended_since(dt.date(today.year, 1, 1)),
    }
    parts = [
        found.order_by().annotate(kind=Value(number, IntegerField())).values_list("kind", flat=True)[: MOST + 1]
        for number, found in enumerate(kinds.values())
    ]
    counted = Counter(parts[0].union(*parts[1:], all=True))
    return Sums(**{name: Count(counted[number]) for number, name in enumerate(kinds)})


def _first(chosen: IdeaQuerySet, stage: Stage) -> QuerySet[Idea, tuple[int, str, dt.date | None]]:
    ordered = chosen.in_stages(stage).order_by("next_date", "pk")
    return ordered.values_list("pk", "stage", "next_date")[: MOST + 1]


def _together(parts: list[QuerySet[Idea, tuple[int, str, dt.date | None]]]) -> list[tuple[int, str, dt.date]]:
    """Open ideas have a date: the database sees to it."""
    return [(pk, stage, day) for pk, stage, day in parts[0].union(*parts[1:], all=True) if day is not None]


def _is_in_wide_column(idea: Idea) -> bool:
    return any(idea.stage in stages and len(stages) > 1 for stages in STAGES.values())
