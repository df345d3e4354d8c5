"""The yearly follow-up comes again: each is a line in the phase's note, and the phase stays open till next year's."""

from __future__ import annotations

import datetime as dt
import re

from django.utils import translation
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from municipalities.models import Phase
from municipalities.strategies import timeline
from partnership.common import norwegian

# «Fulgt opp 30. november 2026 (frist 1. desember 2026): …», in Bokmål whoever pressed, so that it can be read back.
LINE = re.compile(r"^Fulgt opp (?P<on>[^(:]+?)(?: \(frist (?P<due>[^)]+)\))?:(?P<words>.*)$")
# A strategy's years; a day outside them is somebody's slip, and the last years of the calendar have no next one.
YEARS = range(1990, 2100)
DAY = re.compile(r"(\d{1,2})\. (\w+) (\d{4})")


def is_followed_up(phase: Phase) -> bool:
    return phase.kind == Phase.Kind.YEARLY and not phase.done_at and _last(_lines(phase)) is not None


def follow_up(phase: Phase) -> None:
    """Note the day, and move the dates on to the next year that has not been. Twice a day is once."""
    today, lines = norwegian.today(), _lines(phase)
    last = _last(lines)
    if last is not None and _parts(lines[last])["on"] == _written(today):
        return
    due = f" (frist {_written(phase.due)})" if phase.due else ""
    lines.append(f"Fulgt opp {_written(today)}{due}: …")
    _move(phase, _next(phase.due, today))
    _save(phase, lines)


def take_back(phase: Phase) -> None:
    """The last one: the dates as they were, the line gone but for what was written in it."""
    lines = _lines(phase)
    last = _last(lines)
    if last is None:
        return
    parts = _parts(lines[last])
    words = parts["words"].strip(" …")
    lines[last : last + 1] = [words] if words else []
    _move(phase, (_read(parts["due"]) or phase.due) if parts["due"] else None)
    _save(phase, lines)


def days(phase: Phase) -> list[dt.date]:
    """Those it was followed up on, and nothing of what the note says besides."""
    if phase.kind != Phase.Kind.YEARLY:
        return []
    found = [_read(match["on"]) for match in map(LINE.match, _lines(phase)) if match]
    return [day for day in found if day]


def said(phase: Phase) -> str:
    """Of a phase that has a next day."""
    assert phase.due is not None
    return _("Next: %(day)s.") % {"day": norwegian.format_day(phase.due, year=True, weekday=False)}


def _next(due: dt.date | None, today: dt.date) -> dt.date:
    day, years = due or today, 1
    while (found := _years_on(day, years)) <= today:
        years += 1
    return timeline.working(found)


def _years_on(day: dt.date, years: int) -> dt.date:
    last = (day.month, day.day) == (2, 29)
    return (day.replace(day=28) if last else day).replace(year=day.year + years)


def _move(phase: Phase, due: dt.date | None) -> None:
    """The first day as many days as the last one, so that it comes back to where it was."""
    if phase.begins and phase.due and due:
        phase.begins += due - phase.due
    phase.due = due


def _save(phase: Phase, lines: list[str]) -> None:
    phase.note = "\n".join(lines)
    phase.save(update_fields=["note", "begins", "due"])


def _lines(phase: Phase) -> list[str]:
    return phase.note.splitlines()


def _last(lines: list[str]) -> int | None:
    return next((number for number in reversed(range(len(lines))) if LINE.match(lines[number])), None)


def _parts(line: str) -> dict[str, str]:
    found = LINE.match(line)
    assert found is not None  # ``_last`` chose it
    return found.groupdict(default="")


def _written(day: dt.date) -> str:
    with translation.override("nb"):
        return norwegian.format_day(day, year=True, weekday=False)


def _read(text: str) -> dt.date | None:
    """None where somebody has written something else there."""
    found = DAY.fullmatch(text)
    if found is None:
        return None
    with translation.override("nb"):
        months = {str(name).lower(): number for number, name in MONTHS.items()}
    try:
        day = dt.date(int(found[3]), months[found[2]], int(found[1]))
    except (KeyError, ValueError):
        return None
    return day if day.year in YEARS else None
