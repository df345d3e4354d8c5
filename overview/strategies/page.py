"""A strategy as each reader sees it, and what was done in a year."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ideas.life.stages import Stage
from meetings.mailing import told
from municipalities.models import Goal, Milestone, Phase, Strategy
from municipalities.strategies import goals as planned
from municipalities.strategies import phasing, wording, yearly
from overview.models import PhaseMeeting
from overview.strategies import ties
from overview.strategies.ties import Served
from partnership.common import norwegian

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from meetings.models import Meeting
    from partnership.people.models import User

NOON = dt.time(12)


@dataclass(frozen=True)
class GoalShown:
    goal: Goal
    served: list[Served]

    @property
    def milestones(self) -> list[Milestone]:
        return planned.milestones_of([self.goal])

    @property
    def has_served(self) -> list[Served]:
        return [one for one in self.served if one.came_of]

    @property
    def waiting(self) -> list[Served]:
        """What is tied and has led to nothing yet; for who keeps the strategy."""
        return [one for one in self.served if not one.came_of and not one.is_to_come]

    @property
    def coming(self) -> list[Served]:
        """Meetings that are sent out and not over."""
        return [one for one in self.served if one.is_to_come]


@dataclass(frozen=True)
class Line:
    """What was done, or is to come, and when."""

    text: str
    day: Any
    note: str = ""


@dataclass(frozen=True)
class PhaseShown:
    """``is_waited_for``: it is still to come."""

    phase: Phase
    meetings: list[Meeting]
    is_waited_for: bool

    @property
    def next(self) -> str:
        """When the yearly follow-up comes again; empty before the first."""
        return yearly.said(self.phase) if yearly.is_followed_up(self.phase) and self.phase.due else ""

    @property
    def is_late(self) -> bool:
        return self.is_waited_for and self.phase.due is not None and self.phase.due < norwegian.today()


@dataclass(frozen=True)
class Page:
    strategy: Strategy
    phases: list[PhaseShown]
    goals: list[GoalShown]

    @property
    def state(self) -> str:
        return wording.state(self.strategy, [one.phase for one in self.phases])

    @property
    def next_step(self) -> wording.NextStep | None:
        return wording.next_step(self.strategy, [one.phase for one in self.phases], [one.goal for one in self.goals])

    @property
    def treated_on(self) -> dt.date:
        """When it was decided on; before that, when it is to be."""
        treated = phasing.decision(one.phase for one in self.phases)
        if treated is None or treated.done_at is None:
            return self.strategy.treated_on
        return norwegian.local(treated.done_at).date()

    @property
    def done(self) -> list[Line]:
        """Phases and milestones, in the order they were done."""
        reached = [Line(one.title, one.done_at, one.done_note) for one in self._milestones if one.done_at]
        return sorted(self.phases_done + reached, key=lambda line: line.day)

    @property
    def phases_done(self) -> list[Line]:
        """The yearly follow-up once for each time."""
        done = [Line(str(one.phase), one.phase.done_at) for one in self.phases if one.phase.done_at]
        followed_up = [
            Line(str(one.phase), norwegian.at(day, NOON)) for one in self.phases for day in yearly.days(one.phase)
        ]
        return done + followed_up

    @property
    def to_come(self) -> list[Line]:
        """What has a day, the first due first; nothing once it is ended."""
        if self.strategy.ended_at:
            return []
        left = phasing.still_to_come(self.strategy, [one.phase for one in self.phases])
        phases = [Line(str(one), one.due) for one in left if one.due]
        milestones = [Line(one.title, one.due) for one in self._milestones if not one.done_at]
        return sorted(phases + milestones, key=lambda line: line.day)

    @property
    def _milestones(self) -> list[Milestone]:
        return planned.milestones_of([one.goal for one in self.goals])

    @property
    def years(self) -> list[int]:
        """Those that have something to tell of, the newest first."""
        last = norwegian.local(self.strategy.ended_at).year if self.strategy.ended_at else norwegian.today().year
        return list(range(last, max(self.strategy.begins.year, last - 10) - 1, -1))


def of(strategy: Strategy, user: User | AnonymousUser) -> Page:
    goals = planned.tree(strategy)
    served = ties.of_goals(goals, user)
    meetings: dict[int, list[Meeting]] = {}
    tied = list(PhaseMeeting.objects.of(strategy).visible_to(user))
    known = told.as_known([tie.meeting for tie in tied])
    for tie in tied:
        meetings.setdefault(tie.phase_id, []).append(known[tie.meeting_id])
    phases = phasing.in_order(strategy.phases.all())
    left = phasing.still_to_come(strategy, phases)
    return Page(
        strategy,
        [PhaseShown(one, meetings.get(one.pk, []), one in left) for one in phases],
        [GoalShown(one, served.get(one.pk, [])) for one in goals],
    )


@dataclass(frozen=True)
class GoalYear:
    """Of ideas only how many, by where they are; of those ``reader`` sees."""

    goal: Goal
    milestones: list[Milestone]
    meetings: list[Served]
    experiences: list[Served]
    stages: list[tuple[str, int]] = field(default_factory=list)

    @property
    def ideas(self) -> int:
        return sum(count for _stage, count in self.stages)

    @property
    def is_empty(self) -> bool:
        return not (self.milestones or self.meetings or self.experiences or self.stages)


@dataclass(frozen=True)
class Year:
    year: int
    goals: list[GoalYear]
    phases: list[Line]

    @property
    def milestones(self) -> int:
        return sum(len(one.milestones) for one in self.goals)

    @property
    def is_empty(self) -> bool:
        return not self.phases and all(one.is_empty for one in self.goals)


def in_year(page: Page, year: int) -> Year:
    """Meetings that were held, experiences that were published and ideas that were tied in the year (Oslo)."""
    goals = [_goal_in_year(one, year) for one in page.goals]
    done = [line for line in page.phases_done if _is_in(line.day, year)]
    return Year(year, goals, done)


def _goal_in_year(shown: GoalShown, year: int) -> GoalYear:
    ideas = [one for one in shown.served if one.kind == "idea" and _is_in(one.tie.at, year)]
    return GoalYear(
        shown.goal,
        [one for one in shown.milestones if _is_in(one.done_at, year)],
        [one for one in shown.served if one.kind == "meeting" and _was_held(one, year)],
        [one for one in shown.served if one.kind == "experience" and _is_in(one.day, year)],
        _stages(ideas),
    )


def _stages(ideas: Iterable[Served]) -> list[tuple[str, int]]:
    counts = Counter(one.tie.idea.stage for one in ideas if one.tie.idea)
    return [(str(label), counts[value]) for value, label in Stage.choices if counts[value]]


def _was_held(served: Served, year: int) -> bool:
    meeting = served.tie.meeting
    return meeting is not None and served.was_held and _is_in(meeting.start, year)


def _is_in(moment: dt.datetime | None, year: int) -> bool:
    return moment is not None and norwegian.local(moment).year == year
