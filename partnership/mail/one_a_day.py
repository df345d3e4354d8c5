"""At most one mail a day to an address of the kinds that can wait (``MailKind.one_a_day``). Days are Oslo's.

Those are what the portal says by itself and nobody has asked for: «Dette venter», news of an idea, a late idea to the
municipality's leader, «er du fortsatt …?». Codes, invitations, changes, cancellations, urgent messages, an answer to
what one did oneself (a receipt, a link) and a letter that somebody pressed *send* for come when they come.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from partnership.common import norwegian
from partnership.mail.models import OutgoingMail, Priority

if TYPE_CHECKING:
    from partnership.mail.outbox import Draft

# When a mail that had to wait for another day leaves.
CLOCK = dt.time(8)
State = OutgoingMail.State


def lock(addresses: Iterable[str]) -> None:
    """Until the transaction ends nobody else finds out which days these addresses have left."""
    with connection.cursor() as cursor:
        for address in sorted({one.lower() for one in addresses}):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"one-a-day:{address}"])


def taken(addresses: Iterable[str], *, since: dt.date, threads: Iterable[str] = ()) -> defaultdict[str, set[dt.date]]:
    """The days from ``since`` on that each address (lower case) has such a mail, sent or decided; one query.

    What still waits in one of ``threads`` takes no day: whoever asks is about to replace it.
    """
    begins, today = norwegian.at(since, dt.time()), norwegian.today()
    waits = Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now())
    alive = (Q(state__in=[State.READY, State.LEASED]) & waits) | Q(state=State.SENT, sent_at__gte=begins)
    alive |= Q(state=State.UNCERTAIN, not_before__gte=begins)
    rows = OutgoingMail.objects.filter(alive, kind__in=kinds(), priority__gte=Priority.REMINDER)
    rows = (
        rows.alias(lower_email=Lower("to_email"))
        .filter(lower_email__in={one.lower() for one in addresses})
        .order_by()
    )
    replaced, found = set(threads) - {""}, defaultdict[str, set[dt.date]](set)
    for address, state, thread, not_before, sent_at in rows.values_list(
        Lower("to_email"), "state", "thread", "not_before", "sent_at"
    ):
        day = norwegian.local(sent_at or not_before).date()
        if state != State.READY:
            found[address].add(day)
        elif thread not in replaced:
            found[address].add(max(today, day))
    return found


def placed(drafts: list[Draft], now: dt.datetime) -> list[Draft]:
    """Each that can wait on a day its address has left, a working day when that is not today.

    A thread's mails leave together: what waits in it is let wait for the newest alone. Call in a transaction.
    """
    names = kinds()
    concerned = [draft for draft in drafts if draft.kind in names]
    if not concerned:
        return drafts
    addresses, threads = {draft.to_email for draft in concerned}, {draft.thread for draft in concerned}
    lock(addresses)
    days = taken(addresses, since=norwegian.local(now).date(), threads=threads)
    return [_placed(draft, days[draft.to_email.lower()], now) if draft.kind in names else draft for draft in drafts]


def _placed(draft: Draft, days: set[dt.date], now: dt.datetime) -> Draft:
    moment = draft.not_before or now
    if draft.priority is None or draft.priority >= Priority.REMINDER:
        moment = _free(moment, days)
    if draft.thread:
        waiting = OutgoingMail.objects.of_thread(draft.thread).of_kind(draft.kind).still_in_house()
        waiting.filter(uncertain_count=0).update(not_before=moment)
    return replace(draft, not_before=moment)


def _free(wanted: dt.datetime, days: set[dt.date]) -> dt.datetime:
    """The day becomes one of ``days``."""
    day = first = norwegian.local(wanted).date()
    while day in days:
        day = norwegian.next_working_day(day)
    days.add(day)
    return wanted if day == first else norwegian.at(day, CLOCK)


def kinds() -> set[str]:
    from partnership.mail.kinds import registry  # it imports every room that sends

    return {name for name, kind in registry().items() if kind.one_a_day}
