"""What the beat runs for partners and funding; idempotent, may be late or run twice."""

from __future__ import annotations

from celery import shared_task

from partnership.partners import link_check


@shared_task  # type: ignore[untyped-decorator]
def check_links() -> int:
    return link_check.check_due()
