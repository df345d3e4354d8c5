"""What a contact has on the first page besides what waits: own strategies, near deadlines, and who wants to try."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _

from ideas.with_brokers import broker_deadlines
from ideas.with_brokers.broker_deadlines import Near
from municipalities import places
from municipalities.experiences import trying
from municipalities.experiences.trying import Wished
from municipalities.models import Phase, Strategy
from partnership.common import norwegian
from partnership.common.probing import OfRows
from partnership.people.models import User


@dataclass(frozen=True)
class Plan:
    """A strategy and the next thing on its way, in words; empty when nothing is planned."""

    strategy: Strategy
    next: str


@dataclass(frozen=True)
class Desk:
    plans: list[Plan]
    deadlines: list[Near]
    wished: list[Wished]


def parts(user: User, today: dt.date) -> list[list[OfRows]]:
    """What a ``Desk`` is made of, in its order; nothing for who is contact or deputy nowhere."""
    own = places.of_contact(user)
    if not own:
        return [[], [], []]
    strategies = Strategy.objects.in_places(own).not_ended().with_next_phase().order_by("-begins", "-pk")
    ideas = broker_deadlines.own_ideas(own)
    near = partial(broker_deadlines.near, ideas=ideas)
    return [
        [OfRows(strategies, lambda rows: [Plan(strategy, _next(strategy)) for strategy in rows])],
        [OfRows(broker_deadlines.calls(ideas), near)],
        [OfRows(trying.news_of(own, today), trying.wished)],
    ]


def _next(strategy: Strategy) -> str:
    """«Neste: høring, innen fredag 12. mars»: the first phase that is not done, else the days of the strategy."""
    if strategy.next_kind and strategy.next_due:
        return _said(str(Phase.Kind(strategy.next_kind).label), strategy.next_due)
    if strategy.state != Strategy.State.UNDER_WAY:
        return ""
    is_drafted = strategy.draft_by < norwegian.today()
    if is_drafted:
        return _said(_("political treatment"), strategy.treated_on)
    return _said(_("draft"), strategy.draft_by)


def _said(what: str, day: dt.date) -> str:
    return _("Next: %(what)s, by %(day)s") % {"what": what, "day": norwegian.format_day(day)}
