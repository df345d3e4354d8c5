"""The version of a meeting's board, in Redis: a poll that finds it unchanged costs no query.

The cache may be gone: then every poll reads the board again, and nothing fails.
"""

from __future__ import annotations

import logging
import time

from django.core.cache import cache
from django.db import transaction

log = logging.getLogger(__name__)
KEPT_SECONDS = 7 * 24 * 3600


def touch(meeting_pk: int) -> None:
    """Something on the meeting's board has changed; noted after the transaction."""
    transaction.on_commit(lambda: _bump(meeting_pk), robust=True)


def version(meeting_pk: int) -> str:
    """Equal as long as nothing has changed; empty when not known."""
    try:
        return str(cache.get_or_set(_key(meeting_pk), _now, KEPT_SECONDS))
    except Exception:  # any trouble with the cache means: read again
        log.warning("board version not readable")
        return ""


def _bump(meeting_pk: int) -> None:
    try:
        cache.set(_key(meeting_pk), _now(), KEPT_SECONDS)
    except Exception:
        log.warning("board version not written")


def _now() -> str:
    return str(time.time_ns())


def _key(meeting_pk: int) -> str:
    return f"board:{meeting_pk}"
