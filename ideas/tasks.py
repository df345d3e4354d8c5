"""What the beat runs for ideas; idempotent, may be late, or two at once."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from ideas.late import reminding
from ideas.lessons import learning
from ideas.together import following
from ideas.whose import keeping
from ideas.with_brokers import brokering


@shared_task  # type: ignore[untyped-decorator]
def hourly() -> None:
    brokering.go_on_from_the_silent(timezone.now())
    keeping.keep_held()
    reminding.sweep()


@shared_task  # type: ignore[untyped-decorator]
def lessons() -> None:
    learning.choose_month()


@shared_task  # type: ignore[untyped-decorator]
def news() -> None:
    following.tell()
