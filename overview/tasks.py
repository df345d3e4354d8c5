"""What the beat runs for the pages that read several apps; idempotent, may be late or two at once."""

from __future__ import annotations

from celery import shared_task

from overview.region import snapshot
from overview.reports import keeping, writing

# An archive with all its files takes longer than other work may. The task carries nothing that could be lost.
_LONG = {"acks_late": False, "soft_time_limit": 3300, "time_limit": 3600}


@shared_task(**_LONG)  # type: ignore[untyped-decorator]
def write_reports() -> int:
    """Pressed, and every minute: what a lost wake-up or a killed worker left behind."""
    return writing.write_waiting()


@shared_task  # type: ignore[untyped-decorator]
def delete_reports() -> int:
    return keeping.delete_expired()


@shared_task  # type: ignore[untyped-decorator]
def refresh_region() -> None:
    snapshot.refresh()
