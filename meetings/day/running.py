"""The two buttons of the day: on to the next item now, or five minutes more; and *Angre*.

Verbs raise ``ValidationError`` with a sentence; nothing is then changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.day import following
from meetings.day.locking import of_day
from meetings.mailing import told
from meetings.models import Meeting, MeetingDay, ProgrammeItem
from meetings.planning import programme
from meetings.planning.programme import Entry

MORE = 5
MOST_PRESSES = 100


@dataclass(frozen=True)
class Now:
    """What is under way, what comes next, and what is left after it; each may be missing."""

    current: Entry | None
    following: Entry | None
    entries: Sequence[Entry]


def now(entries: Sequence[Entry]) -> Now:
    """Before the first item only ``following`` is set; after the last neither."""
    current = next((entry for entry in entries if entry.is_now), None)
    moment = timezone.now()
    upcoming = next((entry for entry in entries if entry.start > moment), None)
    return Now(current, upcoming, entries)


@transaction.atomic
def begin_next(*, meeting: Meeting, item: int) -> ProgrammeItem:
    """The next item begins now, and all after it follow. ``item`` is the one the page named as next: pressed twice,
    or from a page that is behind, nothing is begun."""
    day, entries = _locked(meeting)
    upcoming = now(entries).following
    if upcoming is None:
        raise ValidationError(_("There is nothing more in the programme."))
    if upcoming.item.pk != item:
        raise ValidationError(_("The programme had moved on already. Nothing was changed."))
    return _change(day, upcoming.item, begun_at=timezone.now())


@transaction.atomic
def extend(*, meeting: Meeting, item: int | None = None, after: int | None = None) -> ProgrammeItem:
    """The item that is under way gets five minutes more, and all after it follow. ``item``, when given, is the one
    the page said was under way, and ``after`` how many presses it knew of: two who press at once give five."""
    day, entries = _locked(meeting)
    current = now(entries).current
    if current is None:
        raise ValidationError(_("Nothing is under way now."))
    if (item is not None and current.item.pk != item) or _is_behind(day, after):
        raise ValidationError(_("The programme had moved on already. Nothing was changed."))
    return _change(day, current.item, extra_minutes=current.item.extra_minutes + MORE)


@transaction.atomic
def undo(*, meeting: Meeting, after: int | None = None) -> None:
    """As before the newest press; again, as before the one before it. A press on an item that has been taken out is
    passed over. ``after``: as for ``extend``."""
    day, _entries = _locked(meeting)
    if _is_behind(day, after):
        raise ValidationError(_("The programme had moved on already. Nothing was changed."))
    items = {one.pk: one for one in meeting.programme.all()}
    left = [one for one in presses(day) if one["item"] in items]
    if not left:
        raise ValidationError(_("There is nothing to undo."))
    *earlier, before = left
    item = items[before["item"]]
    item.begun_at = dt.datetime.fromisoformat(before["begun_at"]) if before["begun_at"] else None
    item.extra_minutes = before["extra_minutes"]
    item.save(update_fields=["begun_at", "extra_minutes"])
    day.last_press = earlier or None
    day.save(update_fields=["last_press"])
    following.touch(meeting.pk)


@transaction.atomic
def forget(*, meeting: Meeting) -> None:
    """The meeting is moved to another day: what was pressed belongs to the day it leaves."""
    day = of_day(meeting)
    meeting.programme.update(begun_at=None, extra_minutes=0)
    day.last_press = None
    day.save(update_fields=["last_press"])
    following.touch(meeting.pk)


def presses(day: MeetingDay) -> list[dict[str, Any]]:
    """What each press changed, as it was before: ``item``, ``begun_at`` (ISO or None), ``extra_minutes``."""
    found = day.last_press or []
    return [found] if isinstance(found, dict) else list(found)  # a dict is a press from before there were several


def _is_behind(day: MeetingDay, after: int | None) -> bool:
    """The page knew of other presses than there are."""
    return after is not None and after != len(presses(day))


def _locked(meeting: Meeting) -> tuple[MeetingDay, list[Entry]]:
    day = of_day(meeting)
    known = told.as_known([day.meeting])[day.meeting_id]
    if not known.is_the_day:
        raise ValidationError(_("The programme can be moved on the day, until the meeting is over."))
    return day, programme.schedule(known)


def _change(day: MeetingDay, item: ProgrammeItem, **values: object) -> ProgrammeItem:
    before = {
        "item": item.pk,
        "begun_at": item.begun_at.isoformat() if item.begun_at else None,
        "extra_minutes": item.extra_minutes,
    }
    for name, value in values.items():
        setattr(item, name, value)
    item.save(update_fields=list(values))
    programme.must_end_the_same_day(day.meeting)
    day.last_press = [*presses(day), before][-MOST_PRESSES:]
    day.save(update_fields=["last_press"])
    following.touch(day.meeting_id)
    return item
