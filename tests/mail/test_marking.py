"""What is written of a mail when another worker, the database or the clock comes between."""

from __future__ import annotations

import datetime as dt
import threading

import psycopg
import pytest
from django.db import connection
from django.utils import timezone
from freezegun import freeze_time

from partnership.mail import delivery
from partnership.mail.models import OutgoingMail
from partnership.mail.relay import Outcome, Relay, Result
from tests.mail.plain import decide, let_time_pass, people, plain, states

__all__ = ["plain"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.servers, pytest.mark.usefixtures("plain")]


@pytest.fixture
def slow(monkeypatch):
    """The first mail is accepted, but before the worker hears of it its lease runs out and another has been there."""
    real, calls = Relay.send, []

    def make(result: Result, meanwhile):
        def send(self, to, content, sender):
            calls.append(to)
            if len(calls) > 1:
                return real(self, to, content, sender)
            assert real(self, to, content, sender).outcome == Outcome.SENT
            let_time_pass(minutes=10)
            delivery.recover()
            meanwhile()
            return result

        monkeypatch.setattr(Relay, "send", send)

    return make


UNCERTAIN = Result(Outcome.UNCERTAIN, None, "timed out")


def test_a_slow_worker_does_not_make_a_sent_mail_ready_again(smtp_sink, slow):
    decide("kari@kommune.example")
    slow(UNCERTAIN, meanwhile=delivery.deliver)

    delivery.deliver()
    delivery.deliver()

    assert (states(), len(smtp_sink.mails)) == (["sent"], 2)


@pytest.mark.parametrize(
    "result",
    [Result(Outcome.LATER, 451, "later"), Result(Outcome.REFUSED, 550, "5.1.1 no"), Result(Outcome.DOWN), UNCERTAIN],
    ids=lambda result: result.outcome,
)
def test_a_worker_that_lost_its_lease_writes_nothing(smtp_sink, slow, result, caplog):
    decide("kari@kommune.example")
    taken = {"state": "leased", "lease_owner": "00000000-0000-4000-8000-000000000001"}
    taken["lease_until"] = timezone.now() + dt.timedelta(minutes=5)
    slow(result, meanwhile=lambda: OutgoingMail.objects.update(**taken))

    delivery.deliver()

    assert OutgoingMail.objects.filter(**taken).exists()
    assert "the lease of a mail was lost" in caplog.text


def test_what_was_accepted_is_marked_though_the_lease_was_lost(smtp_sink, slow):
    decide("kari@kommune.example")
    slow(Result(Outcome.SENT, 250, "ok"), meanwhile=lambda: None)

    delivery.deliver()
    delivery.deliver()

    assert (states(), len(smtp_sink.mails)) == (["sent"], 1)


@pytest.mark.parametrize("error", [psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure])
@pytest.mark.parametrize("statement", ["WITH sent AS", "SET state = 'sent'"], ids=["in the middle", "the last"])
def test_a_deadlock_on_the_mark_is_tried_again_and_nothing_is_sent_twice(smtp_sink, monkeypatch, error, statement):
    decide(*people(3))
    real, failures = psycopg.Cursor.execute, []

    def execute(self, query, *args, **kwargs):
        if statement in str(query) and len(failures) < 2:
            failures.append(query)
            raise error("try again")
        return real(self, query, *args, **kwargs)

    monkeypatch.setattr(psycopg.Cursor, "execute", execute)

    assert delivery.deliver() == 3
    assert (states(), len(smtp_sink.mails), len(failures)) == (["sent"] * 3, 3, 2)


def test_the_marks_of_many_mails_are_planned_once(smtp_sink):
    decide(*people(8))

    delivery.deliver()

    with connection.cursor() as cursor:
        prepared = "FROM pg_prepared_statements WHERE statement LIKE 'WITH sent AS%'"
        cursor.execute(f"SELECT sum(generic_plans + custom_plans) {prepared}")
        assert cursor.fetchone() == (7,)


def test_a_connection_lost_between_acceptance_and_mark_is_opened_again(smtp_sink, monkeypatch):
    decide(*people(4))
    real, calls = Relay.send, []

    def send(self, to, content, sender):
        result = real(self, to, content, sender)
        calls.append(to)
        if len(calls) == 2:
            with psycopg.connect(**connection.get_connection_params(), autocommit=True) as other:
                other.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
        return result

    monkeypatch.setattr(Relay, "send", send)

    assert delivery.deliver() == 4
    assert (states(), len(smtp_sink.mails)) == (["sent"] * 4, 4)


def test_a_database_that_fails_while_mails_are_composed_breaks_none_of_them(smtp_sink, monkeypatch):
    from django.db import OperationalError

    from tests.mail.plain import Plain

    decide(*people(3))

    def fail(self, rows):
        raise OperationalError("server closed the connection")

    with monkeypatch.context() as patch:
        patch.setattr(Plain, "contexts", fail)
        with pytest.raises(OperationalError):
            delivery.deliver()

    assert states() == ["ready"] * 3
    assert delivery.deliver() == 3


@pytest.mark.parametrize("jump", [dt.timedelta(hours=-1), dt.timedelta(hours=1)], ids=["back", "forward"])
def test_a_worker_whose_clock_is_wrong_neither_takes_another_ones_mails_nor_waits(smtp_sink, jump):
    decide(*people(3))
    mine = OutgoingMail.objects.order_by("pk").first()
    OutgoingMail.objects.filter(pk=mine.pk).update(
        state="leased",
        lease_owner="00000000-0000-4000-8000-000000000001",
        lease_until=timezone.now() + dt.timedelta(minutes=4),
        attempt_started_at=timezone.now(),
    )

    with freeze_time(timezone.now() + jump, tick=True):
        assert delivery.recover() == 0
        assert delivery.deliver() == 2

    assert states() == ["leased", "sent", "sent"]


def test_two_workers_at_once_send_every_mail_once(smtp_sink):
    decide(*people(150))

    def work():
        try:
            delivery.deliver()
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _number in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)

    assert sorted(to for to, _content in smtp_sink.mails) == sorted(people(150))
    assert set(states()) == {"sent"}
