"""The versions of a meeting's day and of a group's sheet, in Redis: a page that follows along asks every few seconds.

A day's changes when something of the day is changed or sent, when a sending can no longer be undone, when the clock
passes from one programme item to the next, and when the meeting begins or ends; a sheet's with every save, and when
people are moved. The cache may be gone: then everything is read again, and nothing fails.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.db import transaction

from meetings.mailing import told
from meetings.models import Meeting, MeetingMessage
from meetings.planning import programme

log = logging.getLogger(__name__)
KEPT_SECONDS = 24 * 3600
DAY, SHEET = "d", "s"


def touch(meeting_pk: int) -> None:
    """Something of the day has changed; noted after the transaction."""
    transaction.on_commit(lambda: _forget(f"{DAY}{meeting_pk}"), robust=True)


def touch_sheet(group_pk: int) -> None:
    """Something has been written; noted after the transaction."""
    transaction.on_commit(lambda: _forget(f"{SHEET}{group_pk}"), robust=True)


def version(meeting_pk: int) -> str:
    """Equal as long as nothing has changed and the same item is under way; empty for a meeting that is not there. No
    query while it is known."""
    return _version(f"{DAY}{meeting_pk}", lambda: _read(meeting_pk))


def version_of_sheet(group_pk: int) -> str:
    """Equal as long as nothing has been written. To be asked before the sheet is read. No query."""
    return _version(f"{SHEET}{group_pk}", lambda: _new([]))


def is_known(version: str) -> bool:
    """Whether a version that a page has is still the newest; by the cache alone, without a query. It names what it is
    of, so that nothing need be looked up to say that nothing is new, which tells nobody anything."""
    name = version.partition(".")[0]
    if name[:1] not in (DAY, SHEET) or not (name[1:].isascii() and name[1:].isdigit() and len(name) < 18):
        return False
    kept = _kept(name)
    return kept is not None and version == _words(name, kept)


def _version(name: str, read: Callable[[], dict[str, Any] | None]) -> str:
    kept = _kept(name)
    if kept is None:
        kept = read()
        if kept is None:
            return ""
        _keep(name, kept)
    return _words(name, kept)


def _words(name: str, kept: dict[str, Any]) -> str:
    passed = sum(moment <= time.time() for moment in kept["starts"])
    return f"{name}.{kept['version']}.{passed}"


def _read(meeting_pk: int) -> dict[str, Any] | None:
    meeting = Meeting.objects.filter(pk=meeting_pk).first()
    if meeting is None:
        return None
    held = list(MeetingMessage.objects.of([meeting_pk]).changing().undoable())
    known = told.as_known([meeting], held=held)[meeting_pk]
    entries = programme.schedule(known, meeting.programme.all())
    moments = [entry.start.timestamp() for entry in entries] + [entry.end.timestamp() for entry in entries[-1:]]
    until = min((one.goes_at.timestamp() for one in held), default=None)
    return _new([*moments, known.start.timestamp(), known.end.timestamp()], until)


def _new(starts: list[float], until: float | None = None) -> dict[str, Any]:
    """``until``: when what people know becomes another, and all of this must be read anew."""
    return {"version": str(time.time_ns()), "starts": starts, "until": until}


def _kept(name: str) -> dict[str, Any] | None:
    try:
        kept: dict[str, Any] | None = cache.get(f"follow:{name}")
    except Exception:  # any trouble with the cache means: read again
        log.warning("version not readable")
        return None
    until = kept.get("until") if kept else None
    return kept if until is None or time.time() < until else None


def _keep(name: str, found: dict[str, Any]) -> None:
    try:
        cache.set(f"follow:{name}", found, KEPT_SECONDS)
    except Exception:
        log.warning("version not written")


def _forget(name: str) -> None:
    try:
        cache.delete(f"follow:{name}")
    except Exception:
        log.warning("version not forgotten")
