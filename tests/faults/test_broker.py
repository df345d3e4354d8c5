"""A queue that is gone or silent when a mail is decided: nobody waits for it, and the mail leaves all the same."""

from __future__ import annotations

import socket
import threading
import time

import pytest

from partnership.celery import app
from partnership.mail import delivery, outbox, tasks
from tests.mail.plain import decide, plain, states

__all__ = ["plain"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.servers, pytest.mark.usefixtures("plain")]


@pytest.fixture
def broker(monkeypatch):
    """Tells the waker, and it alone, that the queue is at this port."""

    def at(port: int) -> threading.Event:
        tried, real = threading.Event(), tasks.deliver.apply_async

        def publish(*args, **kwargs):
            tried.set()
            with app.connection_for_write(f"redis://127.0.0.1:{port}/0") as connection:
                real(*args, connection=connection, **kwargs)

        monkeypatch.setattr(tasks.deliver, "apply_async", publish)
        monkeypatch.setattr(outbox, "_waker", outbox._Waker())
        return tried

    return at


def test_a_silent_queue_keeps_nobody_waiting(smtp_sink, broker):
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes connections, and never answers
        tried = broker(silent.getsockname()[1])
        begun = time.monotonic()

        for number in range(5):
            decide(f"p{number}@kommune.example")

        assert time.monotonic() - begun < 1
        assert tried.wait(5)
    assert delivery.deliver() == 5


def test_a_queue_that_refuses_keeps_nobody_waiting(smtp_sink, broker):
    tried = broker(9)
    begun = time.monotonic()

    decide("kari@kommune.example")

    assert time.monotonic() - begun < 1
    assert tried.wait(5)
    assert (delivery.deliver(), states()) == (1, ["sent"])


def test_many_wake_ups_while_the_queue_is_slow_are_one(monkeypatch):
    calls, slow = [], threading.Event()

    def publish(*args, **kwargs):
        calls.append(args)
        slow.wait(5)

    monkeypatch.setattr("partnership.mail.tasks.deliver.apply_async", publish)
    waker = outbox._Waker()
    waker.ask()
    while not calls:
        time.sleep(0.01)
    for _number in range(50):
        waker.ask()
    slow.set()
    deadline = time.monotonic() + 5
    while len(calls) < 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.05)

    assert len(calls) == 2
