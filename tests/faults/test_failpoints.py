"""A worker killed between any two steps, twice over the same mail, beside another, or while the network fails.

The oracle is what the mail server took: nobody is left out, and nobody gets more than two copies, which are equal.
"""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections import Counter

import pytest

from partnership.mail.models import OutgoingMail
from tests.faults.workers import Nursery, end_other_connections
from tests.mail.plain import decide, let_time_pass, people, plain, states

__all__ = ["plain"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.servers, pytest.mark.usefixtures("plain")]
KILLED = -signal.SIGKILL


@pytest.fixture(scope="module")
def nursery():
    made = Nursery()
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _nothing_left():
    yield
    end_other_connections()


def copies(sink) -> Counter[str]:
    return Counter(to for to, _content in sink.mails)


def leases_end() -> None:
    let_time_pass(minutes=10)


def test_killed_after_the_claim_nothing_has_left_and_nothing_is_doubled(smtp_sink, nursery):
    decide(*people(5))

    assert nursery.run("claimed") == KILLED
    assert (states(), copies(smtp_sink)) == (["leased"] * 5, Counter())
    leases_end()
    assert nursery.run() == 0

    assert (states(), copies(smtp_sink)) == (["sent"] * 5, Counter(people(5)))


def test_killed_before_the_content_the_mail_comes_once(smtp_sink, nursery):
    decide(*people(3))

    assert nursery.run("begun") == KILLED
    leases_end()
    assert nursery.run() == 0

    assert (states(), copies(smtp_sink)) == (["sent"] * 3, Counter(people(3)))


def test_killed_between_acceptance_and_mark_one_mail_comes_twice_and_alike(smtp_sink, nursery):
    decide(*people(3))

    assert nursery.run("accepted") == KILLED
    leases_end()
    assert nursery.run() == 0

    assert (states(), copies(smtp_sink)) == (["sent"] * 3, Counter(people(3)) + Counter(people(1)))
    first, second = smtp_sink.to(people(1)[0])
    assert first == second


@pytest.mark.parametrize(("failpoint", "most"), [("begun", 0), ("accepted", 2)])
def test_killed_ten_times_at_the_same_place_no_mail_comes_more_than_twice(smtp_sink, nursery, failpoint, most):
    decide(*people(3))

    kills = 0
    for _time in range(10):
        kills += nursery.run(failpoint) == KILLED
        leases_end()
    nursery.run()

    assert kills == 6, "each mail is tried once more, and then left to a human"
    assert states() == ["uncertain"] * 3
    assert max(copies(smtp_sink).values(), default=0) == most


def test_killed_while_the_server_reads_the_content_it_comes_again_once(smtp_sink, nursery):
    decide(*people(2))
    inside = []

    async def data(server, session, envelope):
        smtp_sink.mails.append((envelope.rcpt_tos[0], envelope.original_content))
        inside.append(envelope.rcpt_tos[0])
        if len(inside) == 1:
            await asyncio.sleep(1)
        return "250 ok"

    smtp_sink.handle_DATA = data
    worker = nursery.start()
    deadline = time.monotonic() + 20
    while not inside and time.monotonic() < deadline:
        time.sleep(0.01)
    os.kill(worker, signal.SIGKILL)
    assert nursery.wait(worker) == KILLED
    leases_end()
    nursery.run()

    assert states() == ["sent", "sent"]
    assert copies(smtp_sink) == {"p0@kommune.example": 2, "p1@kommune.example": 1}


def test_a_server_that_stalls_after_the_content_leaves_the_mail_uncertain(smtp_sink, nursery):
    decide("kari@kommune.example")

    async def data(server, session, envelope):
        smtp_sink.mails.append((envelope.rcpt_tos[0], envelope.original_content))
        await asyncio.sleep(1)
        return "250 too late"

    smtp_sink.handle_DATA = data

    assert nursery.run(accept_seconds=0.2) == 0

    assert (states(), len(smtp_sink.mails)) == (["uncertain"], 2)


def test_two_workers_share_what_is_due(smtp_sink, nursery):
    decide(*people(200))

    workers = [nursery.start() for _number in range(2)]

    assert [nursery.wait(worker) for worker in workers] == [0, 0]
    assert copies(smtp_sink) == Counter(people(200))


def test_a_mail_put_off_by_greylisting_is_taken_later(smtp_sink, nursery):
    decide(*people(3))
    seen = set()

    async def rcpt(server, session, envelope, address, options):
        if address not in seen:
            seen.add(address)
            return "451 4.7.1 greylisted, come again"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    smtp_sink.handle_RCPT = rcpt
    nursery.run()
    assert set(OutgoingMail.objects.values_list("state", "attempts")) == {("ready", 1)}
    let_time_pass(minutes=2)
    nursery.run()

    assert (states(), copies(smtp_sink)) == (["sent"] * 3, Counter(people(3)))
