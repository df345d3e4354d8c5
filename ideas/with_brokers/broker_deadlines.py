"""Calls that close soon, held against a broker's cases or a municipality's ideas: money on the first page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists
from django.utils import timezone

from ideas.life.stages import Stage
from ideas.models import Idea
from ideas.money import needs
from ideas.querysets import IdeaQuerySet
from partnership.common import norwegian
from partnership.partners import matching
from partnership.partners.matching import Verdict
from partnership.partners.models import FundingCall
from partnership.partners.querysets import FundingCallQuerySet
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


def cases(user: User, seats: set[int]) -> IdeaQuerySet:
    """A broker's."""
    return Idea.objects.visible_to(user).taken_by_seats(seats).in_stages(*BEFORE_APPLICATION)


def own_ideas(own: frozenset[int]) -> IdeaQuerySet:
    """Of the municipalities, what is not applied for yet."""
    return Idea.objects.of_municipalities(own).in_stages(Stage.CLARIFYING, *BEFORE_APPLICATION)


def calls(ideas: IdeaQuerySet) -> FundingCallQuerySet:
    """Those that close soon, the nearest deadline first; none where there are no ideas. Not read yet."""
    return FundingCall.objects.open().closing_within(SOON).filter(Exists(ideas)).with_terms().next_to_close()


def near(calls: Iterable[FundingCall], ideas: IdeaQuerySet, seat: int | None = None) -> list[Near]:
    """``calls`` as above, in their order."""
    closing = list(calls)
    if not closing:
        return []
    held = list(ideas.with_need().with_applied_calls().order_by("pk")[:MOST])
    found: dict[int, list[Idea]] = {}
    answers = matching.match_all([needs.need_of(idea) for idea in held], closing, timezone.now())
    for idea, matches in zip(held, answers, strict=True):
        for one in matches:
            if one.verdict == Verdict.MAY_FIT and one.call.pk not in idea.applied_calls:
                found.setdefault(one.call.pk, []).append(idea)
    return [Near(call, call.closes, found[call.pk], seat) for call in closing if call.pk in found and call.closes]
