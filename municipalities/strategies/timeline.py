"""The days of a strategy: three proposed ones, and phases spread between them. Pure; Oslo days."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from municipalities.models import Phase
from partnership.common import norwegian

if TYPE_CHECKING:
    from municipalities.models import Strategy

Kind = Phase.Kind
# Between spring and autumn no council sits, and few answer.
SUMMER = ((6, 21), (8, 14))
YEARS_BACK, YEARS_AHEAD = 25, 15


@dataclass(frozen=True)
class Dates:
    begins: dt.date
    draft_by: dt.date
    treated_on: dt.date

    @classmethod
    def of(cls, strategy: Strategy) -> Dates:
        return cls(strategy.begins, strategy.draft_by, strategy.treated_on)


# From and to: 0 is where the work begins, 1 where the draft is ready, 2 the political treatment.
BEFORE: dict[str, tuple[float, float]] = {
    Kind.MANDATE: (0, 0.1),
    Kind.KICK_OFF: (0.1, 0.2),
    Kind.PRESENT: (0.2, 0.45),
    Kind.INVOLVEMENT: (0.4, 0.8),
    Kind.DRAFT: (0.7, 1),
    Kind.HEARING: (1, 1.6),
    Kind.TREATMENT: (1.6, 2),
}
# From and to, in days after the political treatment.
AFTER: dict[str, tuple[int, int]] = {Kind.PLAN: (1, 60), Kind.YEARLY: (335, 365), Kind.RENEWAL: (1280, 1460)}


def propose(today: dt.date) -> Dates:
    """Begins in a fortnight, a draft half a year on, treated two months after that."""
    begins = _suiting(today + dt.timedelta(days=14))
    draft_by = _suiting(begins + dt.timedelta(days=180))
    return Dates(begins, draft_by, _suiting(draft_by + dt.timedelta(days=60)))


def span(kind: str, dates: Dates) -> tuple[dt.date, dt.date]:
    """From and to of a phase: days somebody can be asked to answer, and the strategy's own days as they are."""
    if kind in BEFORE:
        first, last = (_proposed(_at(place, dates), dates) for place in BEFORE[kind])
    else:
        first, last = (_proposed(dates.treated_on + dt.timedelta(days=days), dates) for days in AFTER[kind])
    # Weeks when nobody answers may push the first past the last, which may be the strategy's own day.
    return min(first, last), last


def moved(day: dt.date, theirs: Dates, ours: Dates) -> dt.date:
    """Where ``day`` of another strategy lies in ours: as far between the same two dates, or as many days outside."""
    if day <= theirs.begins:
        return _proposed(ours.begins - (theirs.begins - day), ours)
    if day > theirs.treated_on:
        return _proposed(ours.treated_on + (day - theirs.treated_on), ours)
    if day <= theirs.draft_by:
        share = (day - theirs.begins) / (theirs.draft_by - theirs.begins)
    else:
        share = 1 + (day - theirs.draft_by) / (theirs.treated_on - theirs.draft_by)
    return _proposed(_at(share, ours), ours)


def check(day: dt.date) -> None:
    """Raises ValidationError for a day off, or one too far away."""
    check_year(day)
    if not norwegian.is_working_day(day):
        raise ValidationError(
            _("%(day)s is a day off. The next working day is %(next)s.")
            % {
                "day": norwegian.format_day(day).capitalize(),
                "next": norwegian.format_day(norwegian.next_working_day(day)),
            }
        )


def check_year(day: dt.date) -> None:
    """Of a day that has been, which may have been a day off. Raises ValidationError."""
    today = norwegian.today()
    if not today.year - YEARS_BACK <= day.year <= today.year + YEARS_AHEAD:
        raise ValidationError(_("Look at the year: it is too far away."))


def _at(place: float, dates: Dates) -> dt.date:
    if place <= 1:
        return dates.begins + (dates.draft_by - dates.begins) * place
    return dates.draft_by + (dates.treated_on - dates.draft_by) * (place - 1)


def _proposed(day: dt.date, dates: Dates) -> dt.date:
    """Before the treatment nothing is put off past it."""
    if day in (dates.begins, dates.draft_by, dates.treated_on):
        return day
    found = day if norwegian.is_answering_day(day) else norwegian.next_answering_day(day)
    return dates.treated_on if day < dates.treated_on < found else found


def working(day: dt.date) -> dt.date:
    return day if norwegian.is_working_day(day) else norwegian.next_working_day(day)


def _suiting(day: dt.date) -> dt.date:
    while not norwegian.is_answering_day(day) or SUMMER[0] <= (day.month, day.day) <= SUMMER[1]:
        day += dt.timedelta(days=1)
    return day
