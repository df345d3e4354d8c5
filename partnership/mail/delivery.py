"""Carrying mails out of the house: claim a batch, compose it, send each, mark each.

Claiming and marking are separate commits, so that a worker killed anywhere loses nothing: a lease that runs out is
claimed again, except when the mail had begun to leave (``attempt_started_at``), which is ``uncertain``: tried once
more, and then left to a human.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import signal
import time
import uuid
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import connection, transaction
from django.utils import timezone

from partnership.mail import kinds, mime
from partnership.mail.kinds import Broken, Obsolete
from partnership.mail.models import OutgoingMail, Priority, SendAttempt, Suppression
from partnership.mail.relay import Outcome, Relay, Result

log = logging.getLogger(__name__)
State = OutgoingMail.State

BATCH = 50
LEASE = dt.timedelta(seconds=120)
GIVES_UP_AFTER = dt.timedelta(hours=48)
BACKOFF = [dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360)]
PAUSE_WHEN_DOWN = dt.timedelta(seconds=60)

# The oldest waiting mail of a thread goes first; a later one waits until it has gone or been given up.
_CLAIM = """
    WITH chosen AS (
        SELECT m.id FROM mail_outgoingmail m
        WHERE m.state = 'ready' AND m.not_before <= now()
          AND NOT EXISTS (
            SELECT 1 FROM mail_outgoingmail earlier
            WHERE m.thread <> '' AND earlier.thread = m.thread AND earlier.id < m.id
              AND earlier.state IN ('ready', 'leased'))
        ORDER BY m.priority, m.not_before, m.id
        LIMIT %s FOR UPDATE OF m SKIP LOCKED)
    UPDATE mail_outgoingmail SET state = 'leased', lease_owner = %s, lease_until = now() + %s * interval '1 second'
    FROM chosen WHERE mail_outgoingmail.id = chosen.id
    RETURNING mail_outgoingmail.id"""


# One statement and one commit a mail: what has been accepted is marked, and the next begins to leave. Marking wipes a
# code or link that was in the payload; beginning refuses a mail that another worker has taken over, and renews the
# lease when half of it has gone (not each time: the column is indexed).
_MARK = """
    UPDATE mail_outgoingmail SET state = 'sent', sent_at = %(sent_at)s, sent_subject = %(subject)s,
      payload = payload - 'secret', attempts = %(attempts)s, last_code = %(code)s, last_error = '',
      lease_owner = NULL, lease_until = NULL, attempt_started_at = NULL
    WHERE id = %(sent)s"""
_BEGIN = """
    UPDATE mail_outgoingmail SET attempt_started_at = %(now)s, attempts = attempts + 1,
      lease_until = CASE WHEN lease_until < %(soon)s THEN %(until)s ELSE lease_until END
    WHERE id = %(next)s AND state = 'leased' AND lease_owner = %(owner)s AND lease_until > %(now)s"""
_MARK_AND_BEGIN = f"WITH sent AS ({_MARK}) {_BEGIN}"


@dataclass(frozen=True)
class Ready:
    """A mail as it will leave."""

    subject: str
    content: bytes


class _Stop:
    """SIGTERM lets the mail being sent finish; what is claimed and not begun is given back."""

    asked = False


def deliver(limit_seconds: float = 60) -> int:
    """Send what is due until nothing is left, the time is up, or the relay is down; returns how many were sent."""
    owner, begun, sent = uuid.uuid4(), time.monotonic(), 0
    _expire()
    with Relay() as relay:
        while time.monotonic() - begun < limit_seconds and not _Stop.asked:
            rows = _claim(owner)
            if not rows:
                break
            count, may_go_on = _send_batch(relay, rows)
            sent += count
            if not may_go_on:
                break
    return sent


def recover() -> int:
    """Take back leases that have run out: unbegun mails are ready again, begun ones are uncertain."""
    lost = OutgoingMail.objects.filter(state=State.LEASED, lease_until__lt=timezone.now())
    count = 0
    with transaction.atomic():
        for mail in lost.select_for_update(skip_locked=True):
            if mail.attempt_started_at is None:
                _release(mail)
            else:
                _uncertain(mail, Result(Outcome.UNCERTAIN, None, "the worker stopped while sending"))
            count += 1
    return count


def fp(name: str) -> None:
    """A place where tests may kill the process, by naming it in the environment; otherwise nothing."""
    if os.environ.get("PORTAL_FAILPOINT") == name:
        os.kill(os.getpid(), signal.SIGKILL)


def stop_politely() -> None:
    """Let SIGTERM end the delivery after the mail being sent."""
    signal.signal(signal.SIGTERM, lambda number, frame: setattr(_Stop, "asked", True))


def _claim(owner: uuid.UUID) -> list[OutgoingMail]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_CLAIM, [BATCH, owner, LEASE.total_seconds()])
        pks = [row[0] for row in cursor.fetchall()]
    fp("claimed")
    return list(OutgoingMail.objects.filter(pk__in=pks).order_by("priority", "pk"))


def _send_batch(relay: Relay, rows: list[OutgoingMail]) -> tuple[int, bool]:
    composed = _compose(rows)
    addresses = {row.to_email.lower() for row in rows}
    blocked = set(Suppression.objects.filter(email__in=addresses).values_list("email", flat=True))
    accepted = _Accepted()
    sent = 0
    try:
        for number, row in enumerate(rows):
            mail = composed[row.pk]
            if isinstance(mail, Obsolete):
                _finish(row, State.SUPERSEDED, error=mail.reason)
            elif isinstance(mail, Broken):
                _finish(row, State.DEAD, error=mail.error)
            elif row.to_email.lower() in blocked and row.priority != Priority.CODE:
                row.delivery = OutgoingMail.Delivery.REFUSED
                _finish(row, State.DEAD, error="the address has been refused before")
            else:
                result = _send(relay, row, mail, accepted)
                sent += result.outcome == Outcome.SENT
                if result.outcome in (Outcome.DOWN, Outcome.STOPPED):
                    _give_back(rows[number + 1 :], pause=True)
                    return sent, False
            if _Stop.asked:
                _give_back(rows[number + 1 :])
                return sent, False
    finally:
        accepted.mark()
    return sent, True


class _Accepted:
    """The mail the relay took last, until it is marked: together with the next one's beginning, or by itself."""

    def __init__(self) -> None:
        self._row: OutgoingMail | None = None
        self._code: int | None = None

    def keep(self, row: OutgoingMail, code: int | None) -> None:
        self._row, self._code = row, code

    def mark(self) -> None:
        if self._row is not None:
            values = self._take()
            with connection.cursor() as cursor:
                cursor.execute(_MARK, values)

    def mark_and_begin(self, row: OutgoingMail) -> bool:
        """Note that ``row`` begins to leave; False when another worker has taken it over."""
        now = timezone.now()
        statement = _MARK_AND_BEGIN if self._row is not None else _BEGIN
        values = self._take() | {"next": row.pk, "owner": row.lease_owner}
        values |= {"now": now, "soon": now + LEASE / 2, "until": now + LEASE}
        with psycopg.Cursor(connection.connection) as cursor:
            cursor.execute(statement, values, prepare=True)
            is_ours = bool(cursor.rowcount == 1)
        row.attempt_started_at, row.attempts = now, row.attempts + 1
        return is_ours

    def _take(self) -> dict[str, Any]:
        row, self._row = self._row, None
        if row is None:
            return {}
        return {
            "sent": row.pk,
            "sent_at": row.sent_at,
            "subject": row.sent_subject,
            "attempts": row.attempts,
            "code": self._code,
        }


def _compose(rows: list[OutgoingMail]) -> dict[int, Ready | Obsolete | Broken]:
    by_kind: dict[str, list[OutgoingMail]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row)
    found: dict[int, Ready | Obsolete | Broken] = {}
    for name, group in by_kind.items():
        kind = kinds.registry().get(name)
        if kind is None:
            found |= {row.pk: Broken(f"no mail kind is called {name}") for row in group}
            continue
        try:
            messages = kind.compose(group)
        except Exception as error:
            log.exception("a batch could not be composed", extra={"kind": name})
            found |= {row.pk: Broken(f"{type(error).__name__}: {error}"[:500]) for row in group}
            continue
        for pk, message in messages.items():
            found[pk] = _ready(message) if isinstance(message, mime.Message) else message
    return found


def _ready(message: mime.Message) -> Ready | Broken:
    try:
        return Ready(message.subject, mime.build(message))
    except ValueError as error:
        return Broken(f"{type(error).__name__}: {error}"[:500])


def _send(relay: Relay, row: OutgoingMail, mail: Ready, accepted: _Accepted) -> Result:
    if not accepted.mark_and_begin(row):
        return Result(Outcome.LATER, None, "no longer ours")
    fp("begun")
    result = relay.send(row.to_email, mail.content)
    fp("accepted")
    row.sent_subject = mail.subject[:300]
    if result.outcome == Outcome.SENT:
        row.sent_at = timezone.now()
        accepted.keep(row, result.code)
    else:
        _mark(row, result)
    return result


def _mark(row: OutgoingMail, result: Result) -> None:
    """What did not succeed."""
    row.last_code, row.last_error = result.code, result.reply
    with transaction.atomic():
        match result.outcome:
            case Outcome.REFUSED:
                row.delivery = OutgoingMail.Delivery.REFUSED
                if result.reply.startswith("5.1.") or result.code in (550, 551, 553):
                    Suppression.objects.get_or_create(email=row.to_email.lower(), defaults={"reason": result.reply})
                _settle(row, State.DEAD)
            case Outcome.LATER:
                _later(row)
            case Outcome.UNCERTAIN:
                _uncertain(row, result)
            case _:
                log.error("the mail relay takes no mail", extra={"code": result.code, "reply": result.reply})
                row.attempts -= 1
                _release(row, pause=True)
        SendAttempt.objects.create(mail=row, outcome=result.outcome, code=result.code, reply=result.reply)


def _later(row: OutgoingMail) -> None:
    wait = BACKOFF[min(row.attempts, len(BACKOFF)) - 1]
    gives_up = row.expires_at or row.created_at + GIVES_UP_AFTER
    row.not_before = timezone.now() + wait
    _settle(row, State.READY if row.not_before < gives_up else State.DEAD)


def _uncertain(row: OutgoingMail, result: Result) -> None:
    """Perhaps it arrived. Once more, so that nobody is left out; a second time a human looks."""
    row.uncertain_count += 1
    row.last_error = result.reply
    row.not_before = timezone.now()
    _settle(row, State.READY if row.uncertain_count < 2 else State.UNCERTAIN)


def _release(row: OutgoingMail, *, pause: bool = False) -> None:
    if pause:
        row.not_before = timezone.now() + PAUSE_WHEN_DOWN
    _settle(row, State.READY)


def _give_back(rows: list[OutgoingMail], *, pause: bool = False) -> None:
    values: dict[str, object] = {"state": State.READY, "lease_owner": None, "lease_until": None}
    if pause:
        values["not_before"] = timezone.now() + PAUSE_WHEN_DOWN
    pks = [row.pk for row in rows]
    OutgoingMail.objects.filter(pk__in=pks, state=State.LEASED, attempt_started_at=None).update(**values)


def _finish(row: OutgoingMail, state: str, *, error: str) -> None:
    row.last_error = error
    _settle(row, state)


def _settle(row: OutgoingMail, state: str) -> None:
    row.state, row.lease_owner, row.lease_until, row.attempt_started_at = state, None, None, None
    if state != State.READY:
        row.payload.pop("secret", None)
    row.save()


def _expire() -> None:
    late = OutgoingMail.objects.filter(state=State.READY, expires_at__lt=timezone.now())
    late.update(state=State.EXPIRED, last_error="too late to be of use", payload={})
