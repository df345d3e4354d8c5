"""Phases, taken in when the municipality wants them: from a template, or after another municipality's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from municipalities.models import Phase, Strategy
from municipalities.strategies import timeline, yearly
from municipalities.strategies.timeline import Dates

ORDER = {kind: number for number, kind in enumerate(Phase.Kind.values)}


def in_order(phases: Iterable[Phase]) -> list[Phase]:
    """As they come in a strategy's life, whatever their dates."""
    return sorted(phases, key=lambda one: ORDER[one.kind])


def still_to_come(strategy: Strategy, phases: Iterable[Phase]) -> list[Phase]:
    """Not done, in order. Once it is adopted, what leads to the decision is not waited for; once ended, nothing."""
    if strategy.state == Strategy.State.ENDED:
        return []
    begins = ORDER[Phase.Kind.TREATMENT] if strategy.state == Strategy.State.ADOPTED else -1
    return [one for one in in_order(phases) if not one.done_at and ORDER[one.kind] > begins]


def decision(phases: Iterable[Phase]) -> Phase | None:
    """The political treatment, when it is done."""
    return next((one for one in phases if one.kind == Phase.Kind.TREATMENT and one.done_at), None)


def left(strategy: Strategy) -> list[tuple[str, Any]]:
    """Kinds (and their names) the strategy does not have yet."""
    taken = set(strategy.phases.values_list("kind", flat=True))
    return [(kind, label) for kind, label in Phase.Kind.choices if kind not in taken]


@transaction.atomic
def add(*, strategy: Strategy, kinds: Iterable[str]) -> int:
    """With dates spread between the strategy's three; how many are new."""
    dates = Dates.of(strategy)
    return _add(strategy, {kind: timeline.span(kind, dates) for kind in kinds if kind in ORDER})


@transaction.atomic
def add_after(*, strategy: Strategy, example: Strategy) -> int:
    """The kinds and the spacing of ``example``, and not a word of what stands in it; how many are new. A follow-up
    that has moved on year by year begins with the first."""
    theirs, ours = Dates.of(example), Dates.of(strategy)
    spans: dict[str, tuple[dt.date | None, dt.date | None]] = {
        phase.kind: timeline.span(phase.kind, ours)
        if yearly.is_followed_up(phase)
        else (
            timeline.moved(phase.begins, theirs, ours) if phase.begins else None,
            timeline.moved(phase.due, theirs, ours) if phase.due else None,
        )
        for phase in example.phases.all()
    }
    return _add(strategy, spans)


def _add(
    strategy: Strategy, spans: dict[str, tuple[dt.date, dt.date]] | dict[str, tuple[dt.date | None, dt.date | None]]
) -> int:
    Strategy.objects.select_for_update().get(pk=strategy.pk)
    free = {kind for kind, _label in left(strategy)}
    new = [
        Phase(strategy=strategy, kind=kind, begins=begins, due=due)
        for kind, (begins, due) in spans.items()
        if kind in free
    ]
    Phase.objects.bulk_create(new)
    return len(new)


@transaction.atomic
def finish(*, phase: Phase) -> None:
    """Twice is once. The political treatment is finished by adopting, and the yearly follow-up never: next year's is
    planned. Raises ValidationError."""
    if phase.kind == Phase.Kind.TREATMENT:
        raise ValidationError(_("The political treatment is done when the strategy is adopted."))
    if phase.kind == Phase.Kind.YEARLY:
        yearly.follow_up(Phase.objects.select_for_update().get(pk=phase.pk))
    else:
        Phase.objects.filter(pk=phase.pk, done_at=None).update(done_at=timezone.now())


@transaction.atomic
def take_up_again(*, phase: Phase) -> None:
    stored = Phase.objects.select_for_update().get(pk=phase.pk)
    if yearly.is_followed_up(stored):
        yearly.take_back(stored)
    elif phase.kind != Phase.Kind.TREATMENT:
        Phase.objects.filter(pk=phase.pk).update(done_at=None)


@transaction.atomic
def take_out(*, phase: Phase) -> None:
    """What is done stays: it tells what was done. Raises ValidationError."""
    if phase.done_at or yearly.is_followed_up(phase):
        raise ValidationError(_("The phase is done. Undo that first."))
    phase.delete()
