"""What serves a goal: ideas, meetings and experiences, tied by the municipality and shown to each who sees them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ideas.life.stages import Stage
from ideas.lists import searching
from ideas.models import Idea
from meetings.mailing import told
from meetings.models import Meeting
from municipalities.models import Experience, Goal, Strategy
from overview.models import GoalTie
from overview.querysets import GoalTieQuerySet
from partnership.common.contributions import Purpose
from partnership.people.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

KINDS = ("idea", "meeting", "experience")
# Of each kind, on the page where one chooses.
SHOWN = 12
MOST = 200
IN_USE = frozenset({Stage.IN_USE, Stage.SHARED})
IN_PROGRESS = frozenset(
    {Stage.TRYING, Stage.IN_LINE, Stage.BROKERING, Stage.OUTLINE, Stage.APPLIED, Stage.FUNDED, Stage.UNDER_WAY}
)


@dataclass(frozen=True)
class Served:
    """One thing that serves a goal; ``day`` is when it came, was held or was published, where that is known."""

    tie: GoalTie
    kind: str
    title: str
    url: str
    said: str
    day: dt.datetime | None

    @classmethod
    def of(cls, tie: GoalTie) -> Served:
        if tie.idea:
            said = tie.idea.get_stage_display()
            return cls(tie, "idea", tie.idea.title, tie.idea.get_absolute_url(), said, tie.idea.received_at)
        if tie.meeting:
            meeting = tie.meeting
            return cls(tie, "meeting", meeting.title, meeting.get_absolute_url(), meeting.when, meeting.start)
        assert tie.experience is not None  # the database holds it
        done = tie.experience
        said = done.get_outcome_display()
        return cls(tie, "experience", done.title, done.get_absolute_url(), said, done.published_at)

    @property
    def kind_in_words(self) -> str:
        return {"idea": _("idea"), "meeting": _("meeting"), "experience": _("experience")}[self.kind]

    @property
    def came_of(self) -> str:
        """What has come of it, in words; empty while nothing has, or when it came to nothing."""
        if self.tie.idea:
            stage = self.tie.idea.stage
            return _("in use") if stage in IN_USE else _("in progress") if stage in IN_PROGRESS else ""
        return self.said if self.tie.experience or self.was_held else ""

    @property
    def was_held(self) -> bool:
        meeting = self.tie.meeting
        return meeting is not None and meeting.is_over and not meeting.is_draft and not meeting.is_cancelled

    @property
    def is_to_come(self) -> bool:
        meeting = self.tie.meeting
        return meeting is not None and meeting.is_published and not meeting.is_over


@dataclass(frozen=True)
class Choices:
    """What may still be tied, of each kind the first that fit the search."""

    ideas: list[Idea]
    meetings: list[Meeting]
    experiences: list[Experience]


def of_goals(goals: Iterable[Goal], user: User | AnonymousUser) -> dict[int, list[Served]]:
    """By goal, what ``user`` sees of what serves it; one query."""
    found: dict[int, list[Served]] = defaultdict(list)
    goals = list(goals)
    if goals:
        ties = list(GoalTie.objects.of_goals(goals).visible_to(user).for_list())
        known = told.as_known([tie.meeting for tie in ties if tie.meeting])
        for tie in ties:
            tie.meeting = known[tie.meeting.pk] if tie.meeting else None
            found[tie.goal_id].append(Served.of(tie))
    return dict(found)


def served_by_idea(user: User | AnonymousUser, idea: int) -> list[Purpose]:
    return _purposes(GoalTie.objects.filter(idea=idea), user)


def served_by_experience(user: User | AnonymousUser, experience: Experience) -> list[Purpose]:
    return _purposes(GoalTie.objects.filter(experience=experience), user)


def _purposes(ties: GoalTieQuerySet, user: User | AnonymousUser) -> list[Purpose]:
    """The goals, of strategies ``user`` sees; one query."""
    rows = ties.of_strategies(Strategy.objects.visible_to(user)).select_related("goal__strategy")
    return [
        Purpose(tie.goal.title, tie.goal.strategy.title, f"{tie.goal.strategy.get_absolute_url()}#mal-{tie.goal_id}")
        for tie in rows
    ]


def choices(goal: Goal, user: User, words: str) -> Choices:
    """Own ideas and experiences, and meetings the person sees: those about the municipality before others."""
    place = goal.strategy.municipality
    ties = GoalTie.objects.of(goal)
    ideas = Idea.objects.visible_to(user).of_municipality(place).exclude(pk__in=_tied(ties, "idea"))
    ideas = searching.search(ideas, words) if words else ideas.order_by("-received_at", "-pk")
    meetings = Meeting.objects.visible_to(user).exclude(pk__in=_tied(ties, "meeting")).order_by("-start", "-pk")
    experiences = Experience.objects.visible_to(user).of(place).exclude(pk__in=_tied(ties, "experience"))
    if words:
        meetings, experiences = meetings.filter(title__icontains=words), experiences.filter(title__icontains=words)
    else:
        meetings = meetings.about(place)
    seen = told.in_lists(meetings.with_sending_held()[:SHOWN])
    return Choices(list(ideas[:SHOWN]), seen, list(experiences.newest_first()[:SHOWN]))


def _tied(ties: object, kind: str) -> list[int]:
    return list(ties.filter(**{f"{kind}__isnull": False}).values_list(kind, flat=True))  # type: ignore[attr-defined]


@transaction.atomic
def tie(*, goal: Goal, kind: str, pk: int, by: User) -> GoalTie | None:
    """None when ``by`` sees no such thing. Twice is once. Raises ValidationError when there are too many."""
    goal = Goal.objects.select_for_update(of=("self",)).select_related("strategy").get(pk=goal.pk)
    if not _may_tie(goal, kind, pk, by):
        return None
    if GoalTie.objects.of(goal).count() >= MOST:
        raise ValidationError(_("The goal has many already. Take one away first."))
    found, _is_new = GoalTie.objects.get_or_create(goal=goal, **{f"{kind}_id": pk}, defaults={"by": by})
    return found


def _may_tie(goal: Goal, kind: str, pk: int, by: User) -> bool:
    place = goal.strategy.municipality_id
    if kind == "idea":
        return Idea.objects.visible_to(by).of_municipality(place).filter(pk=pk).exists()
    if kind == "meeting":
        return Meeting.objects.visible_to(by).filter(pk=pk).exists()
    return kind == "experience" and Experience.objects.visible_to(by).of(place).filter(pk=pk).exists()


def untie(*, goal: Goal, pk: int, by: User) -> bool:
    """Only what ``by`` sees: a tie to something hidden is not there to be taken away."""
    return bool(GoalTie.objects.of(goal).visible_to(by).filter(pk=pk).delete()[0])
