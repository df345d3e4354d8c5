"""Deciding that a mail is to be sent. Rows are written in the caller's transaction; delivery is woken after it.

Deciding the same mail (kind, subject, version, resend) twice makes one.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import Count, F, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lower
from django.utils import timezone

from partnership.mail import one_a_day
from partnership.mail.models import OutgoingMail, Priority

log = logging.getLogger(__name__)
READY = OutgoingMail.State.READY
# How much later each further mail of a group has its turn (``OutgoingMail.turn``).
A_TURN = dt.timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Draft:
    """One mail to be. ``kind`` names a class in ``MAIL_KINDS``; ``subject_id`` the row it is about."""

    kind: str
    subject_id: int
    to_email: str
    to_name: str = ""
    version: int = 0
    resend: int = 0
    person_id: int | None = None
    language: str = "nb"
    thread: str = ""
    group: str = ""
    payload: dict[str, Any] = field(default_factory=dict)
    priority: int | None = None
    not_before: dt.datetime | None = None
    expires_at: dt.datetime | None = None


def to_person(person: Any, **values: Any) -> Draft:
    """A draft to somebody who signs in, in their language unless ``values`` names another."""
    own = {"to_email": person.email, "to_name": person.name, "person_id": person.pk, "language": person.language}
    return Draft(**(own | values))


def enqueue(drafts: Iterable[Draft]) -> int:
    """Write the mails; returns how many had not been decided before. Some wait for another day (``one_a_day``)."""
    now = timezone.now()
    rows, in_group = [], Counter[str]()
    for draft in one_a_day.placed(list(drafts), now):
        rows.append(_row(draft, now, place=in_group[draft.group]))
        in_group[draft.group] += bool(draft.group)
    if not rows:
        return 0
    before = OutgoingMail.objects.filter(message_id__in=[row.message_id for row in rows])
    OutgoingMail.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    wake_on_commit()
    return before.count()


def enqueue_from(
    rows: QuerySet[Any, Any],
    *,
    kind: str,
    version: int = 0,
    group: str = "",
    not_before: dt.datetime | None = None,
    expires_at: dt.datetime | None = None,
    priority: int | None = None,
) -> int:
    """One INSERT … SELECT for thousands.

    ``rows`` gives subject_id, to_email, to_name, to_person_id, language and thread.
    """
    now = timezone.now()
    names = ("subject_id", "to_email", "to_name", "to_person_id", "language", "thread")
    try:
        inner, parameters = rows.values_list(*names).query.sql_with_params()
    except EmptyResultSet:
        return 0
    sql = f"""
        INSERT INTO mail_outgoingmail
            (kind, version, resend, "group", payload, message_id, date, priority, not_before, expires_at, state,
             delivery, attempts, uncertain_count, last_error, sent_subject, created_at,
             subject_id, to_email, to_name, person_id, language, thread, turn)
        SELECT %s, %s, 0, %s, '{{}}'::jsonb, '<' || gen_random_uuid() || %s, %s, %s, %s, %s, %s,
               '', 0, 0, '', '', %s, chosen.*,
               %s::timestamptz + (row_number() OVER () - 1) * interval '{A_TURN.seconds} s'
        FROM ({inner}) AS chosen
        ON CONFLICT DO NOTHING"""  # noqa: S608 – the inner text is Django's own, values are parameters
    fixed: list[Any] = [
        kind,
        version,
        group,
        f"@{_host()}>",
        now,
        _priority(kind, priority),
        not_before or now,
        expires_at,
        READY,
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*fixed, now, not_before or now, *parameters])
        count: int = cursor.rowcount
    wake_on_commit()
    return count


def gone_before(rows: Iterable[OutgoingMail]) -> dict[int, list[dt.datetime]]:
    """For each mail, when those of its thread to the same address were decided that left, or perhaps did. One query.

    The answer is the same when a mail that perhaps left is tried again: nothing of its thread passes it.
    """
    rows, left = list(rows), OutgoingMail.objects.perhaps_gone()
    found: dict[tuple[str, str], list[tuple[int, dt.datetime]]] = defaultdict(list)
    threads = {row.thread for row in rows if row.thread}
    for thread, address, pk, date in left.filter(thread__in=threads).values_list("thread", "to_email", "pk", "date"):
        found[thread, address.lower()].append((pk, date))
    return {row.pk: [at for pk, at in found[row.thread, row.to_email.lower()] if pk != row.pk] for row in rows}


def number_gone(thread: str) -> int:
    """How many mails of the thread have left, or perhaps have."""
    return OutgoingMail.objects.perhaps_gone().filter(thread=thread).count()


def decided_by_address(threads: Iterable[str]) -> defaultdict[str, Counter[str]]:
    """How many mails each thread has had, whatever became of them, to each address in small letters."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    rows = OutgoingMail.objects.filter(thread__in=list(threads)).order_by()
    for thread, address, count in rows.values_list("thread", Lower("to_email")).annotate(n=Count("pk")):
        found[thread][address] += count
    return found


def take_back(*, group: str) -> int:
    """Delete a group's mails that are still held; returns how many."""
    held = OutgoingMail.objects.filter(group=group, state=READY, attempts=0)
    pks = list(held.select_for_update(skip_locked=True).values_list("pk", flat=True))
    return OutgoingMail.objects.filter(pk__in=pks).delete()[0]


def let_go(*, group: str) -> int:
    """Let a group's mails that are still held leave now; returns how many."""
    now = timezone.now()
    return OutgoingMail.objects.filter(group=group, state=READY, not_before__gt=now).update(not_before=now)


def supersede(*, threads: Iterable[str]) -> set[str]:
    """Overtake what waits in the threads; returns the threads of which nothing has ever left the house."""
    names = list(threads)
    waiting = OutgoingMail.objects.filter(thread__in=names, state=READY, uncertain_count=0)
    no_secret = RawSQL("payload - 'secret'", [])
    waiting.update(state=OutgoingMail.State.SUPERSEDED, payload=no_secret)
    gone = OutgoingMail.objects.filter(thread__in=names).exclude(state=OutgoingMail.State.SUPERSEDED)
    return set(names) - set(gone.values_list("thread", flat=True))


def overtake(*, kind: str, subjects: QuerySet[Any, Any]) -> int:
    """A newer mail of the same kind says it all: what waits about these rows is not sent."""
    return _waiting(kind, subjects).update(state=OutgoingMail.State.SUPERSEDED)


def hold_until(moment: dt.datetime, *, kind: str, subjects: QuerySet[Any, Any]) -> int:
    """Let what waits about these rows wait until ``moment``; never shorter than it already does."""
    return _waiting(kind, subjects).filter(not_before__lt=moment).update(not_before=moment)


def park_due(*, why: str) -> int:
    """Count what is due or being sent as perhaps sent, and leave it to a human. Only while no worker runs."""
    now = timezone.now()
    due = OutgoingMail.objects.filter(Q(state=READY, not_before__lte=now) | Q(state=OutgoingMail.State.LEASED))
    over: dict[str, Any] = {"lease_owner": None, "lease_until": None, "attempt_started_at": None, "last_error": why}
    over["payload"] = RawSQL("payload - 'secret'", [])
    due.filter(expires_at__lt=now).update(state=OutgoingMail.State.EXPIRED, **over)
    return due.update(state=OutgoingMail.State.UNCERTAIN, uncertain_count=F("uncertain_count") + 1, **over)


def _waiting(kind: str, subjects: QuerySet[Any, Any]) -> QuerySet[OutgoingMail]:
    return OutgoingMail.objects.filter(kind=kind, subject_id__in=subjects, state=READY, uncertain_count=0)


def readdress(*, thread: str, to_email: str, to_name: str) -> set[str]:
    """Let what has not been tried yet go to the new address; returns its kinds. What was put off is dropped."""
    waiting = OutgoingMail.objects.filter(thread=thread, state=READY)
    waiting.filter(attempts__gt=0).update(state=OutgoingMail.State.SUPERSEDED)
    untried = waiting.filter(attempts=0)
    found = set(untried.values_list("kind", flat=True))
    untried.update(to_email=to_email, to_name=to_name)
    return found


@transaction.atomic
def resend(mail: OutgoingMail, **changes: Any) -> OutgoingMail:
    """Decide the same mail once more, as an organiser asks for it; composed anew when it is sent.

    ``changes``: fields of ``Draft`` that are otherwise, such as a corrected address.
    """
    same = OutgoingMail.objects.filter(kind=mail.kind, subject_id=mail.subject_id, version=mail.version)
    number = max(same.values_list("resend", flat=True)) + 1
    kept: dict[str, Any] = {
        "kind": mail.kind,
        "subject_id": mail.subject_id,
        "to_email": mail.to_email,
        "to_name": mail.to_name,
        "version": mail.version,
        "resend": number,
        "person_id": mail.person_id,
        "language": mail.language,
        "thread": mail.thread,
        "group": mail.group,
        "payload": mail.payload,
        "expires_at": mail.expires_at,
    }
    new = _row(Draft(**(kept | changes)), timezone.now())
    new.save()
    wake_on_commit()
    return new


def wake_on_commit() -> None:
    transaction.on_commit(wake, robust=True)


def wake() -> None:
    """Ask a worker to deliver now. A lost wake-up is harmless: the sweep comes within thirty seconds."""
    _waker.ask()


class _Waker:
    """Asks from a thread of its own: a queue that is silent keeps nobody waiting. Many askings meanwhile are one."""

    def __init__(self) -> None:
        self._asked = threading.Event()
        self._thread: threading.Thread | None = None

    def ask(self) -> None:
        self._asked.set()
        if self._thread is None or not self._thread.is_alive():  # the first time, and in a forked process
            self._thread = threading.Thread(target=self._run, name="mail-waker", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        from partnership.mail.tasks import deliver  # tasks import delivery, which imports this module's model

        while self._asked.wait():
            self._asked.clear()
            try:
                deliver.apply_async(ignore_result=True, retry=False)
            except Exception:
                log.warning("the queue could not be reached; the sweep will deliver")


_waker = _Waker()


def _row(draft: Draft, now: dt.datetime, *, place: int = 0) -> OutgoingMail:
    """``place`` is how many of its group go before it."""
    return OutgoingMail(
        kind=draft.kind,
        subject_id=draft.subject_id,
        version=draft.version,
        resend=draft.resend,
        thread=draft.thread,
        group=draft.group,
        person_id=draft.person_id,
        to_name=draft.to_name,
        to_email=draft.to_email,
        language=draft.language,
        payload=draft.payload,
        message_id=f"<{uuid.uuid4()}@{_host()}>",
        date=now,
        priority=_priority(draft.kind, draft.priority),
        not_before=draft.not_before or now,
        turn=(draft.not_before or now) + place * A_TURN,
        expires_at=draft.expires_at,
    )


def _priority(kind: str, priority: int | None) -> int:
    if priority is not None:
        return priority
    from partnership.mail import kinds  # the registry imports every room that sends

    found = kinds.registry().get(kind)
    return found.priority if found else Priority.REMINDER


def _host() -> str:
    return str(settings.PORTAL_HOST).split(":")[0]
