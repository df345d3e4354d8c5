"""What the beat runs for the people room; every rule is idempotent and may be late."""

from __future__ import annotations

from celery import shared_task

from partnership.people import privacy, second_factors, terms, yearly


@shared_task  # type: ignore[untyped-decorator]
def daily() -> None:
    terms.carry_out_due_handovers()
    yearly.ask_the_silent()
    privacy.erase_the_long_gone()
    second_factors.seal_anew()
