"""The region's figures as they were a moment ago: never older than five minutes when somebody reads them.

The beat renews them, and so does a reader who finds them too old, so that a page needs neither worker nor Redis.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from overview.models import RegionSnapshot
from overview.region import counting
from overview.region.figures import Figures

MOST_AGE = dt.timedelta(minutes=5)


@dataclass(frozen=True)
class Snapshot:
    at: dt.datetime
    figures: Figures


def current() -> Snapshot:
    """One query as long as it is fresh."""
    kept = _kept()
    return kept if kept is not None and timezone.now() - kept.at < MOST_AGE else refresh()


@transaction.atomic
def refresh() -> Snapshot:
    """Count anew. Of several at once one counts; the others wait, and take what it found."""
    asked_at = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('region-snapshot', 0))")
    kept = _kept()
    if kept is not None and kept.at >= asked_at:
        return kept
    now = timezone.now()
    found = Snapshot(now, counting.compute(now))
    RegionSnapshot.objects.update_or_create(pk=1, defaults={"at": now, "numbers": found.figures.to_json()})
    return found


def _kept() -> Snapshot | None:
    """None when there is none, or one an older portal kept."""
    row = RegionSnapshot.objects.first()
    try:
        return Snapshot(row.at, Figures.of_json(row.numbers)) if row else None
    except (KeyError, TypeError):
        return None
