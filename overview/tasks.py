"""What the beat runs for the pages that read several apps; idempotent, may be late or two at once."""

from __future__ import annotations

from celery import shared_task

from overview.region import snapshot


@shared_task  # type: ignore[untyped-decorator]
def refresh_region() -> None:
    snapshot.refresh()
