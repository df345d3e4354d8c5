"""What Celery runs for the mail room. Both tasks may run at once, twice, or late."""

from __future__ import annotations

from celery import shared_task

from partnership.mail import delivery, digest, stopping

__all__ = ["deliver", "digests", "stopping", "sweep"]  # stopping listens to the worker


@shared_task  # type: ignore[untyped-decorator]
def deliver() -> int:
    return 0 if delivery.is_pausing() else delivery.deliver()


@shared_task  # type: ignore[untyped-decorator]
def sweep() -> int:
    """Every thirty seconds: what a lost wake-up or a killed worker left behind."""
    delivery.recover()
    return delivery.deliver()


@shared_task  # type: ignore[untyped-decorator]
def digests() -> int:
    """Every few minutes; «Dette venter» decides itself whether it is time."""
    return digest.send_due()
