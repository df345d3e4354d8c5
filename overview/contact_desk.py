"""What a contact has on the first page besides what waits: own strategies, near deadlines, and who wants to try."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ideas import broker_deadlines
from ideas.broker_deadlines import Near
from municipalities import places
from municipalities.experiences import trying
from municipalities.experiences.trying import Wished
from municipalities.models import Strategy
from partnership.common import norwegian
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


def of(user: User, today: dt.date) -> Desk | None:
    """None for who is contact or deputy nowhere: it asks nothing then."""
    own = places.of_contact(user)
    if not own:
        return None
    strategies = Strategy.objects.in_places(own).not_ended().for_list()
    plans = [Plan(strategy, _next(strategy)) for strategy in strategies]
    return Desk(plans, broker_deadlines.near_own(own), trying.wished(own, today))


def _next(strategy: Strategy) -> str:
    """«Neste: høring, innen fredag 12. mars»: the first phase that is not done, else the days of the strategy."""
    phases = [phase for phase in strategy.phases.all() if phase.due and not phase.done_at]
    if phases:
        phase = min(phases, key=lambda one: (one.due, one.pk))
        assert phase.due is not None
        return _said(phase.get_kind_display(), phase.due)
    if strategy.state != Strategy.State.UNDER_WAY:
        return ""
    is_drafted = strategy.draft_by < norwegian.today()
    if is_drafted:
        return _said(_("political treatment"), strategy.treated_on)
    return _said(_("draft"), strategy.draft_by)


def _said(what: str, day: dt.date) -> str:
    return _("Next: %(what)s, by %(day)s") % {"what": what, "day": norwegian.format_day(day)}
