"""The smallest kind of mail, and deciding some: delivery under test needs no meetings."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from partnership.mail import kinds, outbox
from partnership.mail.models import OutgoingMail

KIND = "tests.plain"


class Plain(kinds.MailKind):
    name = KIND
    label = "plain"
    template = ""

    def contexts(self, rows: list[OutgoingMail]) -> dict[int, dict[str, Any] | kinds.Obsolete]:
        return {row.pk: {"number": row.subject_id} for row in rows}

    def _words(self, values: dict[str, Any]) -> kinds.Words:
        return f"Mail {values['number']}", "Hello.\n", ""


@pytest.fixture
def plain(monkeypatch):
    monkeypatch.setitem(kinds.registry(), KIND, Plain())


def decide(*addresses: str, **values: Any) -> list[OutgoingMail]:
    """One mail to each, in this order; returns the rows."""
    first = OutgoingMail.objects.count()
    drafts = [
        outbox.Draft(kind=KIND, subject_id=first + number, to_email=to, **values)
        for number, to in enumerate(addresses)
    ]
    outbox.enqueue(drafts)
    return list(OutgoingMail.objects.filter(kind=KIND, subject_id__gte=first).order_by("pk"))


def people(count: int, start: int = 0) -> list[str]:
    return [f"p{number}@kommune.example" for number in range(start, start + count)]


def states() -> list[str]:
    return list(OutgoingMail.objects.order_by("pk").values_list("state", flat=True))


def let_time_pass(**by: float) -> None:
    """What was put off is due: its times are moved back, as far as waiting would have moved now."""
    late = dt.timedelta(**by)
    for mail in OutgoingMail.objects.filter(state__in=["ready", "leased"]):
        moved = {"not_before": mail.not_before - late, "created_at": mail.created_at - late, "turn": mail.turn - late}
        if mail.lease_until:
            moved["lease_until"] = mail.lease_until - late
        if mail.expires_at:
            moved["expires_at"] = mail.expires_at - late
        OutgoingMail.objects.filter(pk=mail.pk).update(**moved)


def now() -> dt.datetime:
    return timezone.now()
