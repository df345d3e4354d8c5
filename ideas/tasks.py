"""What the beat runs for ideas; idempotent, may be late or run twice."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from ideas import brokering


@shared_task  # type: ignore[untyped-decorator]
def go_on_from_the_silent() -> int:
    return brokering.go_on_from_the_silent(timezone.now())
