"""A strategy's state and next step, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from municipalities.models import Goal, Phase, Strategy
from municipalities.strategies import goals as planned
from municipalities.strategies import phasing, yearly
from partnership.common import norwegian

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

State = Strategy.State
# What each visibility means, for whoever chooses.
MEANS: dict[str, _StrPromise] = {
    Strategy.Visibility.MUNICIPALITY: gettext_lazy(
        "The FoUI contact and the deputy, and the readers you have given a link."
    ),
    Strategy.Visibility.PARTNERSHIP: gettext_lazy(
        "You, FoUI contacts in other municipalities, brokers and partners. "
        "The others may use your phases as a pattern."
    ),
    Strategy.Visibility.PUBLIC: gettext_lazy("Anybody on the internet, without signing in."),
}


@dataclass(frozen=True)
class NextStep:
    sentence: str
    label: str = ""
    url: str = ""


def state(strategy: Strategy, phases: Sequence[Phase]) -> str:
    """«Under arbeid. Utkastet skal være klart …» or «Vedtatt av kommunestyret 13. desember 2017, sak PS 67/17.»"""
    treated = phasing.decision(phases)
    decision = adopted(treated) if treated else ""
    if strategy.state == State.ENDED:
        assert strategy.ended_at is not None  # the database holds it
        ended = _("Ended %(day)s.") % {"day": _day(norwegian.local(strategy.ended_at).date())}
        return f"{ended} {decision}".strip()
    if strategy.state == State.ADOPTED:
        return decision or _("Adopted.")
    today = norwegian.today()
    if today < strategy.begins:
        return _("The work begins %(day)s.") % {"day": _day(strategy.begins)}
    if today <= strategy.draft_by:
        return _("Under way. The draft is to be ready %(draft)s, and the treatment is %(treated)s.") % {
            "draft": _day(strategy.draft_by),
            "treated": _day(strategy.treated_on),
        }
    return _("Under way. The political treatment is %(day)s.") % {"day": _day(strategy.treated_on)}


def adopted(treated: Phase) -> str:
    """«Vedtatt av kommunestyret 13. desember 2017, sak PS 67/17, arkivreferanse 2017/8216.»"""
    assert treated.done_at is not None
    day = norwegian.format_day(norwegian.local(treated.done_at).date(), year=True, weekday=False)
    values = {"day": day, "body": treated.body}
    said = _("Adopted by %(body)s %(day)s") % values if treated.body else _("Adopted %(day)s") % values
    if treated.case_number:
        said += _(", case %(number)s") % {"number": treated.case_number}
    if treated.archive_reference:
        said += _(", archive reference %(reference)s") % {"reference": treated.archive_reference}
    return f"{said}."


def next_step(strategy: Strategy, phases: Sequence[Phase], goals: Sequence[Goal]) -> NextStep | None:
    """For who keeps it; None when it is ended."""
    if strategy.state == State.ENDED:
        return None
    if strategy.state == State.ADOPTED:
        return _when_adopted(strategy, phases, goals)
    if not phases:
        return NextStep(_("Take in the phases you need."), _("Choose phases"), _url("phases", strategy.pk))
    undone = next((one for one in phases if not one.done_at and not yearly.is_followed_up(one)), None)
    if undone is None:
        return NextStep(_("Every phase is done."), _("Note the decision"), _url("adoption", strategy.pk))
    return _phase(strategy, undone)


def _when_adopted(strategy: Strategy, phases: Sequence[Phase], goals: Sequence[Goal]) -> NextStep | None:
    if not goals:
        return NextStep(_("Write the goals the strategy leads to."), _("Add a goal"), _url("new_goal", strategy.pk))
    milestone = next((one for one in planned.milestones_of(goals) if not one.done_at), None)
    if milestone:
        text = _("«%(what)s» is due %(day)s.") % {"what": milestone.title, "day": _day(milestone.due)}
        return NextStep(text, _("Open the milestone"), _url("milestone", strategy.pk, milestone.pk))
    left = phasing.still_to_come(strategy, phases)
    undone = min(left, key=lambda one: one.due or dt.date.max, default=None)
    return _phase(strategy, undone) if undone else None


def _phase(strategy: Strategy, phase: Phase) -> NextStep:
    name = phase.get_kind_display()
    values = {"phase": name[:1].upper() + name[1:], "day": _day(phase.due) if phase.due else ""}
    sentence = _("%(phase)s, by %(day)s.") % values if phase.due else f"{values['phase']}."
    return NextStep(sentence, _("Open the phase"), _url("phase", strategy.pk, phase.pk))


def in_lists(strategies: Iterable[Strategy]) -> list[tuple[Strategy, str]]:
    """Each with its state in words; their phases must be prefetched."""
    return [(one, state(one, phasing.in_order(one.phases.all()))) for one in strategies]


def _day(day: Any) -> str:
    return norwegian.format_day(day, weekday=False)


def _url(name: str, *args: int) -> str:
    return reverse(f"strategies:{name}", args=args)
