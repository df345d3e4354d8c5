"""What people have been told, apart from what is being edited.

``Meeting.announced`` is what the last sending says. While that sending can still be undone, ``before`` of the oldest
such sending is what people know. Every mail and every calendar is written from what people know: an edit that has not
been sent is in none of them.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from meetings.models import Meeting, MeetingMessage

MOMENTS = ("start", "end")


def before(meeting: Meeting) -> dict[str, Any]:
    """What a sending keeps, so that undoing it puts everything back."""
    return {
        "announced": meeting.announced,
        "is_save_the_date": meeting.is_save_the_date,
        "sequence": meeting.sequence,
        "dtstamp": meeting.dtstamp.isoformat(),
    }


def put_back(meeting: Meeting, kept: dict[str, Any]) -> None:
    meeting.announced, meeting.is_save_the_date = kept["announced"], kept["is_save_the_date"]
    meeting.sequence, meeting.dtstamp = kept["sequence"], dt.datetime.fromisoformat(kept["dtstamp"])
    meeting.save(update_fields=["announced", "is_save_the_date", "sequence", "dtstamp"])


def time_has_moved(meeting: Meeting) -> bool:
    """Since people were last told."""
    return not meeting.unsent_changes.isdisjoint(MOMENTS)


def as_known(meetings: Iterable[Meeting], *, held: Iterable[MeetingMessage] | None = None) -> dict[int, Meeting]:
    """Copies of the meetings as those invited know them now; one query. Drafts stand as they are.

    ``held``: the sendings that change what people have been told and can be undone, where they are at hand.
    """
    found = {meeting.pk: copy.copy(meeting) for meeting in meetings}
    chosen = MeetingMessage.objects.of(found).changing().undoable() if held is None else held
    oldest = {message.meeting_id: message for message in sorted(chosen, key=lambda one: -one.pk)}
    for pk, meeting in found.items():
        known = meeting.announced
        if pk in oldest:
            kept = oldest[pk].before or {}
            known = kept["announced"]
            meeting.sequence, meeting.dtstamp = kept["sequence"], dt.datetime.fromisoformat(kept["dtstamp"])
        _put(meeting, known)
    return found


def in_lists(meetings: Iterable[Meeting]) -> list[Meeting]:
    """``as_known``, in order, of what ``with_sending_held`` gave: most of the time no sending can be undone any more,
    and nothing is asked."""
    rows = list(meetings)
    known = as_known(rows, held=None if any(one.sending_held for one in rows) else [])
    return [known[one.pk] for one in rows]


def described(meeting: Meeting, known: dict[str, Any]) -> Meeting:
    """A copy of the meeting with time and place as in ``known``, an earlier ``announced``."""
    found = copy.copy(meeting)
    _put(found, known)
    return found


def about_the_date(earlier: Meeting, now: Meeting) -> str:
    """Whether people need only hold it; empty when that is as before."""
    if earlier.is_save_the_date == now.is_save_the_date:
        return ""
    return _("The programme comes later. Hold the date.") if now.is_save_the_date else _("The date is settled.")


def in_words_of(meeting: Meeting, message: MeetingMessage | None) -> Meeting:
    """A copy that says what the sending said when it was pressed."""
    found = copy.copy(meeting)
    for name, value in (message.words if message else {}).items():
        setattr(found, name, dt.date.fromisoformat(value) if name == "answer_by" and value else value)
    return found


def _put(meeting: Meeting, known: dict[str, Any]) -> None:
    for name, value in known.items():
        setattr(meeting, name, dt.datetime.fromisoformat(value) if name in MOMENTS else value)
