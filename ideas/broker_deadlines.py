"""Calls that close soon, held against a broker's cases or a municipality's ideas: money on the first page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.module_loading import import_string

from ideas.models import Idea
from ideas.querysets import IdeaQuerySet
from ideas.stages import Stage
from partnership.common import norwegian
from partnership.partners import matching
from partnership.partners.matching import Need, Verdict
from partnership.partners.models import FundingCall
from partnership.people.models import User

# Days before a deadline it is worth a word, and how many cases are held against the calls.
SOON, MOST = 14, 20
BEFORE_APPLICATION = (Stage.BROKERING, Stage.OUTLINE)


@dataclass(frozen=True)
class Near:
    """``day`` is the Oslo day it closes; ``seat``: the role the cases are in, when all are in one."""

    call: FundingCall
    closes: dt.datetime
    ideas: list[Idea]
    seat: int | None

    @property
    def day(self) -> dt.date:
        return norwegian.local(self.closes).date()


def near(user: User, seats: set[int], on: dt.date) -> list[Near]:
    """Of a broker's cases. The nearest deadline first; nothing while nobody has said what a need is
    (``ideas.needs``)."""
    rows = Idea.objects.visible_to(user).taken_by_seats(seats).in_stages(*BEFORE_APPLICATION)
    return _against(rows, next(iter(seats)) if len(seats) == 1 else None)


def near_own(own: frozenset[int]) -> list[Near]:
    """The same for who is contact in the municipalities: of ideas that are not applied for yet."""
    return _against(Idea.objects.of_municipalities(own).in_stages(Stage.CLARIFYING, *BEFORE_APPLICATION), None)


def _against(rows: IdeaQuerySet, seat: int | None) -> list[Near]:
    need_of = _need_of()
    if need_of is None:
        return []
    # Most days no deadline is near, and that is asked first.
    calls = list(FundingCall.objects.open().closing_within(SOON).with_terms().next_to_close())
    if not calls:
        return []
    told = rows.telling_of_broker_dialogue().prefetch_related("themes", "research_organisations", "applications")
    ideas = list(told.order_by("pk")[:MOST])
    found: dict[int, list[Idea]] = {}
    answers = matching.match_all([need_of(idea) for idea in ideas], calls, timezone.now())
    for idea, matches in zip(ideas, answers, strict=True):
        applied = {one.call_id for one in idea.applications.all()}
        for one in matches:
            if one.verdict == Verdict.MAY_FIT and one.call.pk not in applied:
                found.setdefault(one.call.pk, []).append(idea)
    return [Near(call, call.closes, found[call.pk], seat) for call in calls if call.pk in found and call.closes]


def _need_of() -> Callable[[Idea], Need] | None:
    try:
        found: Callable[[Idea], Need] = import_string("ideas.needs.need_of")
    except ImportError:
        return None
    return found
