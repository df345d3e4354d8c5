"""What the beat runs for the ideas room; every rule is idempotent and may be late."""

from __future__ import annotations

from celery import shared_task

from ideas import following, learning


@shared_task  # type: ignore[untyped-decorator]
def lessons() -> None:
    learning.choose_month()


@shared_task  # type: ignore[untyped-decorator]
def news() -> None:
    following.tell()
