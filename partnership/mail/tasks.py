"""What Celery runs for the mail room. Both tasks may run at once, twice, or late."""

from __future__ import annotations

from celery import shared_task

from partnership.mail import delivery, digest, stopping

# Taken off the queue when they begin: they carry nothing that could be lost, and a worker that loses Redis with a
# task in hand fails while it hands the task back, and ends.
_carries_nothing = shared_task(acks_late=False)


@_carries_nothing  # type: ignore[untyped-decorator]
def deliver() -> int:
    with stopping.politely():
        return 0 if delivery.is_pausing() else delivery.deliver()


@_carries_nothing  # type: ignore[untyped-decorator]
def sweep() -> int:
    """Every thirty seconds: what a lost wake-up or a killed worker left behind."""
    with stopping.politely():
        delivery.recover()
        return delivery.deliver()


@shared_task  # type: ignore[untyped-decorator]
def digests() -> int:
    """Every few minutes; «Dette venter» decides itself whether it is time."""
    return digest.send_due()
