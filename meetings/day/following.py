"""The version of a meeting's day, in Redis: a page that follows along asks for it every few seconds.

It changes when something of the day is changed, and when the clock passes from one programme item to the next, or
the meeting begins or ends. The
cache may be gone: then the schedule is read again, and nothing fails.
"""

from __future__ import annotations

import logging
import time
from typing import Any

from django.core.cache import cache
from django.db import transaction

from meetings import programme
from meetings.models import Meeting

log = logging.getLogger(__name__)
KEPT_SECONDS = 24 * 3600


def touch(meeting_pk: int) -> None:
    """Something of the day has changed; noted after the transaction."""
    transaction.on_commit(lambda: _forget(meeting_pk), robust=True)


def version(meeting_pk: int) -> str:
    """Equal as long as nothing has changed and the same item is under way; empty for a meeting that is not there. No
    query while it is known."""
    try:
        kept: dict[str, Any] | None = cache.get(_key(meeting_pk))
    except Exception:  # any trouble with the cache means: read again
        log.warning("day version not readable")
        kept = None
    if kept is None:
        kept = _read(meeting_pk)
        if kept is None:
            return ""
        _keep(meeting_pk, kept)
    return _words(meeting_pk, kept)


def is_known(version: str) -> bool:
    """Whether a version that a page has is still the newest; by the cache alone, without a query. It names its
    meeting, so that nothing need be looked up to say that nothing is new, which tells nobody anything."""
    pk = version.partition(".")[0]
    if not (pk.isascii() and pk.isdigit() and len(pk) < 18):
        return False
    try:
        kept: dict[str, Any] | None = cache.get(_key(int(pk)))
    except Exception:
        return False
    return kept is not None and version == _words(int(pk), kept)


def _words(meeting_pk: int, kept: dict[str, Any]) -> str:
    passed = sum(moment <= time.time() for moment in kept["starts"])
    return f"{meeting_pk}.{kept['version']}.{passed}"


def _read(meeting_pk: int) -> dict[str, Any] | None:
    meeting = Meeting.objects.filter(pk=meeting_pk).first()
    if meeting is None:
        return None
    entries = programme.schedule(meeting, meeting.programme.all())
    moments = [entry.start.timestamp() for entry in entries] + [entry.end.timestamp() for entry in entries[-1:]]
    moments += [meeting.start.timestamp(), meeting.end.timestamp()]
    return {"version": str(time.time_ns()), "starts": moments}


def _keep(meeting_pk: int, found: dict[str, Any]) -> None:
    try:
        cache.set(_key(meeting_pk), found, KEPT_SECONDS)
    except Exception:
        log.warning("day version not written")


def _forget(meeting_pk: int) -> None:
    try:
        cache.delete(_key(meeting_pk))
    except Exception:
        log.warning("day version not forgotten")


def _key(meeting_pk: int) -> str:
    return f"day:{meeting_pk}"
