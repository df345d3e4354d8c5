"""What becomes of a claimed mail. Only its owner may say so, and only what changes is written.

A worker so slow that its lease ran out finds the row in other hands: it writes nothing, and a line in the log tells.
The one exception is acceptance: it is a fact, whoever has the row now. Times are the database's own, so that the
clocks of several machines need not agree.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Iterable
from typing import Any

import psycopg
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now
from django.utils import timezone

from partnership.mail.models import OutgoingMail, SendAttempt, Suppression
from partnership.mail.relay import LONGEST_ATTEMPT_SECONDS, Outcome, Result

log = logging.getLogger(__name__)
State = OutgoingMail.State

LEASE = dt.timedelta(seconds=240)  # longer than the longest attempt; begun anew when too little of it is left
GIVES_UP_AFTER = dt.timedelta(hours=48)
BACKOFF = [dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360)]
WHEN_REFUSED_TOGETHER = dt.timedelta(minutes=15)
MANY = 5  # so many different recipients refused in a row: it is us
FINAL = frozenset({State.DEAD, State.SUPERSEDED, State.EXPIRED, State.UNCERTAIN})
TRIES_TO_MARK_SECONDS = 90

# One statement and one commit a mail: what has been accepted is marked, and the next begins to leave. Marking wipes a
# code or link that was in the payload; beginning refuses a mail that another worker has taken over, and renews the
# lease when too little is left for the longest attempt (not each time: the column is indexed).
# ``state || ''`` keeps to the row's own key: the index of all leases looks short, and would be walked for every mail.
_MARK = """
    UPDATE mail_outgoingmail SET state = 'sent', sent_at = now(), sent_subject = %(subject)s,
      payload = payload - 'secret', last_code = %(code)s, last_error = '',
      lease_owner = NULL, lease_until = NULL, attempt_started_at = NULL
    WHERE id = %(sent)s AND state <> 'sent'"""
_BEGIN = f"""
    UPDATE mail_outgoingmail SET attempt_started_at = now(), attempts = attempts + 1, lease_until = CASE
      WHEN lease_until < now() + interval '{LONGEST_ATTEMPT_SECONDS} s'
      THEN now() + interval '{LEASE.total_seconds():.0f} s' ELSE lease_until END
    WHERE id = %(next)s AND state || '' = 'leased'
      AND lease_owner = %(owner)s AND lease_until > now()"""  # noqa: S608 – constants
_MARK_AND_BEGIN = f"WITH sent AS ({_MARK}) {_BEGIN}"


class Accepted:
    """The mail the relay took last, until it is marked: together with the next one's beginning, or by itself.

    It is forgotten only when the mark is in the database: a deadlock or a lost connection is met by trying again.
    """

    def __init__(self) -> None:
        self._values: dict[str, Any] = {}

    def keep(self, row: OutgoingMail, subject: str, code: int | None) -> None:
        self._values = {"sent": row.pk, "subject": subject[:300], "code": code}

    def mark(self) -> None:
        if self._values:
            _execute(_MARK, self._values)
            self._values = {}

    def mark_and_begin(self, row: OutgoingMail) -> bool:
        """Note that ``row`` begins to leave; False when another worker has taken it over."""
        values = self._values | {"next": row.pk, "owner": row.lease_owner}
        is_ours = _execute(_MARK_AND_BEGIN if self._values else _BEGIN, values) == 1
        self._values = {}
        row.attempts += 1
        return is_ours


def settle(row: OutgoingMail, state: str, **changes: Any) -> bool:
    """False when the lease was lost: then nothing is written. A mail that is at its end keeps no code or link."""
    if state in FINAL:
        changes["payload"] = RawSQL("payload - 'secret'", [])
    ours = OutgoingMail.objects.filter(pk=row.pk, state=State.LEASED, lease_owner=row.lease_owner)
    if ours.update(state=state, lease_owner=None, lease_until=None, attempt_started_at=None, **changes):
        return True
    log.warning("the lease of a mail was lost; nothing is written", extra={"mail": row.pk, "state": state})
    return False


def refused(row: OutgoingMail, result: Result) -> None:
    """Never: this address, or this mail."""
    if result.is_dead_address:
        Suppression.objects.get_or_create(email=row.to_email.lower(), defaults={"reason": result.reply})
    settle(row, State.DEAD, delivery=OutgoingMail.Delivery.REFUSED, **_said(result))


def later(row: OutgoingMail, result: Result, wait: dt.timedelta | None = None) -> None:
    """Tried again until it is of no use, for two days at most."""
    wait = wait or BACKOFF[min(max(row.attempts, 1), len(BACKOFF)) - 1]
    gives_up = max(row.created_at, row.turn) + GIVES_UP_AFTER
    if row.expires_at is not None:
        gives_up = min(gives_up, row.expires_at)
    if timezone.now() + wait < gives_up:
        settle(row, State.READY, not_before=Now() + wait, **_said(result))
    else:
        settle(row, State.DEAD, **_said(result))


def uncertain(row: OutgoingMail, result: Result) -> None:
    """Perhaps it arrived. Once more, so that nobody is left out; a second time a human looks."""
    count = row.uncertain_count + 1
    settle(
        row,
        State.READY if count < 2 else State.UNCERTAIN,
        uncertain_count=count,
        not_before=Now(),
        **_said(result),
    )


def untried(row: OutgoingMail, result: Result) -> None:
    """The relay did not look at it: no attempt is counted, and it keeps its turn."""
    settle(row, State.READY, attempts=max(0, row.attempts - 1), **_said(result))


def give_back(rows: Iterable[OutgoingMail]) -> None:
    """Claimed and not begun."""
    pks, owners = [row.pk for row in rows], {row.lease_owner for row in rows}
    ours = OutgoingMail.objects.filter(pk__in=pks, state=State.LEASED, lease_owner__in=owners)
    ours.filter(attempt_started_at=None).update(state=State.READY, lease_owner=None, lease_until=None)


def wait_for_slot(rows: Iterable[OutgoingMail]) -> None:
    """Claimed and not begun: until the minute it has got (``slot_at``)."""
    by_slot: dict[dt.datetime | None, list[int]] = {}
    owners = set()
    for row in rows:
        by_slot.setdefault(row.slot_at, []).append(row.pk)
        owners.add(row.lease_owner)
    for slot, pks in by_slot.items():
        ours = OutgoingMail.objects.filter(pk__in=pks, state=State.LEASED, lease_owner__in=owners)
        ours.update(state=State.READY, lease_owner=None, lease_until=None, not_before=slot, slot_at=slot)


def note(row: OutgoingMail, result: Result) -> None:
    SendAttempt.objects.create(mail=row, at=Now(), outcome=result.outcome, code=result.code, reply=result.reply)


def refused_since_any_left() -> set[str]:
    """Addresses refused for reasons that may be ours since a mail last left, by the log."""
    sent = OutgoingMail.objects.filter(state=State.SENT).order_by("-sent_at")
    last = sent.values_list("sent_at", flat=True).first()
    newest = SendAttempt.objects.order_by("-pk").values_list("at", "outcome", "mail__to_email")[:50]
    doubtful = {Outcome.REFUSED, Outcome.REJECTED}
    return {to.lower() for at, outcome, to in newest if outcome in doubtful and (last is None or at > last)}


def _said(result: Result) -> dict[str, Any]:
    return {"last_code": result.code, "last_error": result.reply}


def _execute(statement: str, values: dict[str, Any]) -> int:
    """The number of rows changed. Both statements may be carried out twice without harm."""
    ends, wait = time.monotonic() + TRIES_TO_MARK_SECONDS, 0.05
    while True:
        try:
            connection.ensure_connection()
            # Django turns preparing off for all of a connection, also where it is asked for. Ours is asked for alone:
            # what Django itself asks is bound by the client, and never prepared.
            connection.connection.prepare_threshold = 0
            with psycopg.Cursor(connection.connection) as cursor:
                cursor.execute(statement, values, prepare=True)
                return int(cursor.rowcount)
        except (psycopg.OperationalError, psycopg.InterfaceError, OperationalError, InterfaceError) as error:
            log.warning("the database did not take a mark; trying again", extra={"error": str(error)[:200]})
            if time.monotonic() > ends:
                raise
            drop_dead_connection()
            time.sleep(wait)
            wait = min(2.0, wait * 2)


def drop_dead_connection() -> None:
    if connection.connection is not None and connection.connection.closed:
        try:
            connection.close()
        except DatabaseError:
            connection.connection = None
