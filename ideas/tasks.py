"""What the beat runs for ideas; idempotent, may be late, or two at once."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from ideas import brokering, following, keeping, learning, reminding


@shared_task  # type: ignore[untyped-decorator]
def hourly() -> None:
    keeping.keep_held()
    reminding.sweep()


@shared_task  # type: ignore[untyped-decorator]
def lessons() -> None:
    learning.choose_month()


@shared_task  # type: ignore[untyped-decorator]
def news() -> None:
    following.tell()


@shared_task  # type: ignore[untyped-decorator]
def go_on_from_the_silent() -> int:
    return brokering.go_on_from_the_silent(timezone.now())
