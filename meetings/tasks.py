"""What the beat runs for meetings; idempotent, may be late or run twice."""

from __future__ import annotations

from celery import shared_task

from meetings.dates import reminding as dates
from meetings.invitations import wishing
from meetings.mailing import reminding


@shared_task  # type: ignore[untyped-decorator]
def sweep() -> int:
    return reminding.sweep() + dates.sweep()


@shared_task  # type: ignore[untyped-decorator]
def delete_needs() -> int:
    """Access needs and food, thirty days after the meeting."""
    return wishing.delete_needs()


@shared_task  # type: ignore[untyped-decorator]
def delete_poll_guests() -> int:
    """Those asked for a date by name and address, thirty days after it ended."""
    return dates.delete_guests()
