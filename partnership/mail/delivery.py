"""Carrying mails out of the house: claim a batch, compose it, send each, mark each.

Claiming and marking are separate commits, so that a worker killed anywhere loses nothing: a lease that runs out is
claimed again, except when the mail had begun to leave (``attempt_started_at``), which is ``uncertain``: tried once
more, and then left to a human. What becomes of each mail is written in ``settling``.
"""

from __future__ import annotations

import logging
import os
import signal
import time
import uuid
from collections import defaultdict, deque
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, transaction
from django.db.models.functions import Now

from partnership.mail import kinds, mime, pacing, reasons, settling
from partnership.mail.kinds import Broken, Obsolete
from partnership.mail.models import OutgoingMail, Priority, Suppression
from partnership.mail.relay import Outcome, Relay, Result
from partnership.mail.settling import LEASE

log = logging.getLogger(__name__)
State = OutgoingMail.State

BATCH = 50
PAUSE_SECONDS = 20

# Of a thread one mail is under way at a time, and the oldest goes first: a later one waits until it has gone or been
# given up, so that a calendar never sees a cancellation before its invitation. Only an urgent message passes another,
# and only one that is put off (held, or not taken yet): it carries the newest calendar itself. What has perhaps
# arrived goes before all else of its thread, so that the second copy is equal to the first.
_CLAIM = f"""
    WITH chosen AS (
        SELECT m.id FROM mail_outgoingmail m
        WHERE m.state = 'ready' AND m.not_before <= now()
          AND NOT EXISTS (
            SELECT 1 FROM mail_outgoingmail other
            WHERE m.thread <> '' AND other.thread = m.thread
              AND (other.state = 'leased' OR (other.state = 'ready' AND m.uncertain_count = 0
                AND (other.uncertain_count > 0 OR (other.id < m.id AND NOT (
                  m.priority <= {Priority.URGENT.value} AND other.not_before > now()))))))
        ORDER BY m.priority, m.turn, m.id
        LIMIT %s FOR UPDATE OF m SKIP LOCKED)
    UPDATE mail_outgoingmail SET state = 'leased', lease_owner = %s, lease_until = now() + %s * interval '1 second',
      attempt_started_at = NULL
    FROM chosen WHERE mail_outgoingmail.id = chosen.id
    RETURNING mail_outgoingmail.*"""  # noqa: S608 – a constant


@dataclass(frozen=True)
class Ready:
    """A mail as it will leave."""

    subject: str
    content: bytes


class _Process:
    """What this process has been told: to stop after the mail being sent, or to leave the relay alone a while."""

    must_stop = False
    pauses_until = 0.0


def deliver(limit_seconds: float = 60) -> int:
    """Send what is due until nothing is left, the time is up, or the relay is down; returns how many were sent."""
    owner, ends = uuid.uuid4(), time.monotonic() + limit_seconds
    _expire()
    with Relay() as relay:
        run = _Run(relay, ends)
        while run.may_go_on():
            rows = _claim(owner)
            if not rows:
                break
            run.send(pacing.let_through(rows))
    if run.is_stopped:
        _Process.pauses_until = time.monotonic() + PAUSE_SECONDS
    return run.sent


def recover() -> int:
    """Take back leases that have run out: unbegun mails are ready again, begun ones are uncertain."""
    lost = OutgoingMail.objects.filter(state=State.LEASED, lease_until__lt=Now())
    count = 0
    with transaction.atomic():
        for mail in lost.select_for_update(skip_locked=True):
            if mail.attempt_started_at is None:
                settling.settle(mail, State.READY)
            else:
                settling.uncertain(mail, Result(Outcome.UNCERTAIN, None, "the worker stopped while sending"))
            count += 1
    return count


def envelope_from(message_id: str) -> str:
    """Where bounces go; with ``{token}`` in the setting, an address that names the mail, such as b+…@svar.example."""
    address: str = settings.MAIL_ENVELOPE_FROM
    if "{token}" not in address:
        return address
    token = message_id.strip("<>").partition("@")[0].replace("-", "")
    return address.replace("{token}", token)


def fp(name: str) -> None:
    """A place where tests may kill the process, by naming it in the environment; otherwise nothing."""
    if os.environ.get("PORTAL_FAILPOINT") == name:
        os.kill(os.getpid(), signal.SIGKILL)


def stop_politely() -> None:
    """Let the delivery end after the mail being sent; what is claimed and not begun is given back."""
    _Process.must_stop = True


def is_pausing() -> bool:
    """The relay has just turned us away: the next sweep asks again, not every press."""
    return time.monotonic() < _Process.pauses_until


class _Run:
    """Batches over one connection, until somebody or something says stop."""

    def __init__(self, relay: Relay, ends: float) -> None:
        self.relay, self.ends = relay, ends
        self.sent = 0
        self.is_stopped = False
        self._accepted = settling.Accepted()
        self._doubtful: list[tuple[OutgoingMail, Result]] = []
        self._was_uncertain = False

    def may_go_on(self) -> bool:
        return not self.is_stopped and not _Process.must_stop and time.monotonic() < self.ends

    def send(self, rows: list[OutgoingMail]) -> None:
        left = deque(rows)
        try:
            composed = _compose(rows)
            addresses = {row.to_email.lower() for row in rows}
            blocked = set(Suppression.objects.filter(email__in=addresses).values_list("email", flat=True))
            while left and self.may_go_on():
                row = left.popleft()
                self._one(row, composed[row.pk], is_blocked=row.to_email.lower() in blocked)
        finally:
            try:
                self._accepted.mark()
                self._judge_singly()
            finally:
                _give_back(left)

    def _one(self, row: OutgoingMail, mail: Ready | Obsolete | Broken, *, is_blocked: bool) -> None:
        if isinstance(mail, Obsolete):
            settling.settle(row, State.SUPERSEDED, last_error=mail.reason)
        elif isinstance(mail, Broken):
            settling.settle(row, State.DEAD, last_error=mail.error)
        elif is_blocked and row.priority != Priority.CODE:
            refused = OutgoingMail.Delivery.REFUSED
            settling.settle(row, State.DEAD, delivery=refused, last_error=reasons.BLOCKED)
        elif not self._accepted.mark_and_begin(row):
            log.warning("a mail was taken over by another worker before it began", extra={"mail": row.pk})
        else:
            self._carry(row, mail)

    def _carry(self, row: OutgoingMail, mail: Ready) -> None:
        fp("begun")
        result = self.relay.send(row.to_email, mail.content, envelope_from(row.message_id))
        fp("accepted")
        if result.outcome != Outcome.SENT:
            self._not_sent(row, result)
            return
        self._accepted.keep(row, mail.subject, result.code)
        self.sent += 1
        self._was_uncertain = False
        if self._doubtful:
            self._judge_singly()

    def _not_sent(self, row: OutgoingMail, result: Result) -> None:
        settling.note(row, result)
        if result.is_doubtful:
            self._doubtful.append((row, result))
            if self._are_refused_together():
                self._judge_together(result)
            return
        match result.outcome:
            case Outcome.DOWN | Outcome.STOPPED:
                log.error("the mail relay takes no mail", extra={"code": result.code, "reply": result.reply})
                settling.untried(row, result)
                self.is_stopped = True
            case Outcome.UNCERTAIN:
                # Twice in a row: the relay stalls, and everybody would get the mail twice or be parked.
                self.is_stopped = self._was_uncertain
                self._was_uncertain = True
                settling.uncertain(row, result)
            case _:
                _judge(row, result)

    def _are_refused_together(self) -> bool:
        together = {row.to_email.lower() for row, _result in self._doubtful} | settling.refused_since_any_left()
        return len(together) >= settling.MANY

    def _judge_together(self, result: Result) -> None:
        """So many one after the other: it is us. None of them is given up, and nothing more is offered now."""
        log.error("the mail relay refuses everyone", extra={"code": result.code, "reply": result.reply})
        doubtful, self._doubtful = self._doubtful, []
        for row, said in doubtful:
            settling.later(row, said, settling.WHEN_REFUSED_TOGETHER)
        self.is_stopped = True

    def _judge_singly(self) -> None:
        doubtful, self._doubtful = self._doubtful, []
        for row, result in doubtful:
            _judge(row, result)


def _judge(row: OutgoingMail, result: Result) -> None:
    if result.outcome == Outcome.LATER:
        settling.later(row, result)
    else:
        settling.refused(row, result)


def _claim(owner: uuid.UUID) -> list[OutgoingMail]:
    with transaction.atomic():
        rows = list(OutgoingMail.objects.raw(_CLAIM, [BATCH, owner, LEASE.total_seconds()]))
    fp("claimed")
    return sorted(rows, key=lambda row: (row.priority, row.turn, row.pk))


def _give_back(rows: deque[OutgoingMail]) -> None:
    if not rows:
        return
    try:
        settling.drop_dead_connection()
        settling.give_back(rows)
    except DatabaseError:
        log.warning("claimed mails could not be given back; their leases will run out")


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
        except (OperationalError, InterfaceError):
            raise  # the database, not the mail
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


def _expire() -> None:
    late = OutgoingMail.objects.filter(state=State.READY, expires_at__lt=Now())
    late.update(state=State.EXPIRED, last_error="too late to be of use", payload={})
