"""No more than ``MAIL_PER_DOMAIN_A_MINUTE`` mails a minute to one receiving domain; 0 is without a limit.

Each mail gets a minute of its domain. What must wait for it is put back until then, so that the queue goes on
with others, and the claim need not know of domains.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from partnership.mail import settling
from partnership.mail.models import DomainPace, OutgoingMail, Priority

MISSED_AFTER = dt.timedelta(minutes=1)  # the sweep comes every half


def let_through(rows: list[OutgoingMail]) -> list[OutgoingMail]:
    """Those of the claimed mails that may leave now; the others are given back until their minute comes."""
    most, now = settings.MAIL_PER_DOMAIN_A_MINUTE, timezone.now()
    paced = [row for row in rows if most and row.priority > Priority.URGENT and not _has_slot(row, now)]
    if not paced:
        return rows
    with transaction.atomic():
        domains = sorted({_domain(row) for row in paced})
        DomainPace.objects.bulk_create([DomainPace(domain=name) for name in domains], ignore_conflicts=True)
        found = DomainPace.objects.select_for_update().filter(domain__in=domains).order_by("domain")
        paces = {pace.domain: pace for pace in found}
        for row in paced:
            row.slot_at = paces[_domain(row)].take(now, most)
        DomainPace.objects.bulk_update(paces.values(), ["minute_at", "used"])
        waiting = [row for row in paced if row.slot_at is not None and row.slot_at > now]
        settling.wait_for_slot(waiting)
    late = {row.pk for row in waiting}
    return [row for row in rows if row.pk not in late]


def _has_slot(row: OutgoingMail, now: dt.datetime) -> bool:
    """One that was missed, as when the relay was away, is lost: else all that were would leave at once."""
    return row.slot_at is not None and row.slot_at > now - MISSED_AFTER


def _domain(row: OutgoingMail) -> str:
    return row.to_email.rpartition("@")[2].lower()
