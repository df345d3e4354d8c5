"""What the beat runs for meetings; idempotent, may be late or run twice."""

from __future__ import annotations

from celery import shared_task

from meetings import reminding, wishing


@shared_task  # type: ignore[untyped-decorator]
def sweep() -> int:
    return reminding.sweep()


@shared_task  # type: ignore[untyped-decorator]
def delete_needs() -> int:
    """Access needs and food, thirty days after the meeting."""
    return wishing.delete_needs()
