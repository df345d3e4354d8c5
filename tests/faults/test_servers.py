"""The servers around the worker restarted under it, and the worker itself asked to end: our own servers, really."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings as django_settings
from django.db import connection

from meetings.invitations import inviting
from meetings.models import AudienceGuest
from partnership.celery import app
from partnership.launch.servers import POSTGRES, Postgres, Valkey, die_with_parent
from partnership.mail import delivery, tasks
from partnership.mail.models import OutgoingMail
from tests import factories
from tests.faults.workers import BASE, Nursery, end_other_connections
from tests.mail.plain import decide, people, plain, states

__all__ = ["plain"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.servers, pytest.mark.usefixtures("plain")]


def until(condition: Callable[[], bool], seconds: float = 40) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def copies(sink) -> Counter[str]:
    return Counter(to for to, _content in sink.mails)


# --- PostgreSQL ---------------------------------------------------------------------------------------


@pytest.fixture
def postgres(tmp_path_factory):
    folder = tmp_path_factory.mktemp("own-postgres")
    base = Path(tempfile.gettempdir())
    for below in [folder, *folder.parents]:
        if base in below.parents:
            below.chmod(0o711)  # its user is not ours when we are root
    server = Postgres(folder / "data", durable=False)
    server.start()
    yield server
    server.stop()


def copy_database(server: Postgres) -> None:
    """The test's database with its rows, into the other server."""
    ours = connection.settings_dict
    dump = subprocess.run(
        [POSTGRES / "bin" / "pg_dump", "-h", ours["HOST"], "-U", ours["USER"], "--no-owner", ours["NAME"]],
        check=True,
        capture_output=True,
    )
    command = [POSTGRES / "bin" / "psql", "-q", "-h", server.sockets, "-U", "portal", "-d", "portal"]
    subprocess.run(command, input=dump.stdout, check=True, capture_output=True)


def states_in(server: Postgres) -> list[tuple[str, int]]:
    with psycopg.connect(host=str(server.sockets), user="portal", dbname="portal") as database:
        return database.execute("SELECT state, uncertain_count FROM mail_outgoingmail ORDER BY id").fetchall()


@pytest.mark.parametrize("seconds", [0, 3], ids=["restarted", "down for a while"])
def test_the_database_gone_between_acceptance_and_mark_loses_and_doubles_nothing(smtp_sink, postgres, seconds):
    decide(*people(6))
    copy_database(postgres)
    nursery, is_gone = Nursery(), threading.Event()

    async def data(server, session, envelope):
        smtp_sink.mails.append((envelope.rcpt_tos[0], envelope.original_content))
        if len(smtp_sink.mails) == 3:
            await asyncio.get_running_loop().run_in_executor(None, is_gone.wait)
        return "250 ok"

    smtp_sink.handle_DATA = data
    try:
        worker = nursery.start(HOST=str(postgres.sockets), NAME="portal")
        assert until(lambda: len(smtp_sink.mails) == 3)
        postgres.stop()
        is_gone.set()
        time.sleep(seconds)
        postgres.start()
        assert nursery.wait(worker) == 0
    finally:
        nursery.close()

    assert copies(smtp_sink) == Counter(people(6))
    assert states_in(postgres) == [("sent", 0)] * 6


# --- The worker and its queue -----------------------------------------------------------------------------


class Worker:
    """Celery as it runs in production, with a queue of its own, over the test's database and mail server."""

    def __init__(self, folder: Path) -> None:
        self.valkey = Valkey(folder / "valkey")
        self.valkey.start()
        database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
        environment = os.environ | {
            "DATABASE_URL": database.geturl(),
            "REDIS_URL": self.valkey.url,
            "EMAIL_URL": f"smtp://127.0.0.1:{django_settings.MAIL_RELAY.port}",
            "C_FORCE_ROOT": "1",
        }
        command = [sys.executable, "-m", "celery", "--quiet", "-A", "partnership", "worker", "--queues=mail"]
        command += ["--concurrency=2", "--loglevel=WARNING", "--without-mingle", "--without-gossip"]
        self.output = folder / "worker.log"
        self.log = self.output.open("w")
        self.process = subprocess.Popen(
            command,
            env=environment,
            cwd=BASE,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGKILL),
        )

    @property
    def said(self) -> str:
        return self.output.read_text()

    def wake(self) -> None:
        url = self.valkey.url.replace("unix://", "redis+socket://")
        with app.connection_for_write(url) as queue:
            tasks.deliver.apply_async(connection=queue, retry=False)

    def restart_queue(self) -> None:
        assert self.valkey.process
        self.valkey.process.kill()
        self.valkey.process.wait()
        self.valkey.start()

    def close(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.log.close()
        self.valkey.stop()


@pytest.fixture
def worker(smtp_sink, tmp_path):
    made = Worker(tmp_path)
    yield made
    made.close()
    end_other_connections()


def invite(count: int) -> list[str]:
    meeting = factories.meeting()
    addresses = people(count)
    AudienceGuest.objects.bulk_create(
        AudienceGuest(meeting=meeting, name=f"Gjest {number}", email=to) for number, to in enumerate(addresses)
    )
    inviting.invite(meeting=meeting, by=None)
    OutgoingMail.objects.exclude(kind=inviting.INVITATION).delete()
    return addresses


def slowly(sink) -> None:
    async def data(server, session, envelope):
        await asyncio.sleep(0.15)
        sink.mails.append((envelope.rcpt_tos[0], envelope.original_content))
        return "250 ok"

    sink.handle_DATA = data


@pytest.mark.parametrize("whom", ["the worker", "its whole group"])
def test_a_worker_asked_to_end_finishes_the_mail_being_sent_and_gives_the_rest_back(smtp_sink, worker, whom):
    addresses = invite(40)
    slowly(smtp_sink)
    worker.wake()
    assert until(lambda: len(smtp_sink.mails) >= 3), worker.said

    if whom == "the worker":
        worker.process.send_signal(signal.SIGTERM)
    else:
        os.killpg(worker.process.pid, signal.SIGTERM)
    worker.process.wait(20)

    left = len(smtp_sink.mails)
    assert left < 40
    assert Counter(states()) == {"sent": left, "ready": 40 - left}
    assert not OutgoingMail.objects.filter(state="ready", attempts__gt=0).exists()
    delivery.deliver()
    assert copies(smtp_sink) == Counter(addresses)


def test_a_queue_restarted_twice_is_listened_to_again(smtp_sink, worker):
    addresses = invite(3)
    first, *rest = OutgoingMail.objects.order_by("pk")
    OutgoingMail.objects.filter(pk__in=[mail.pk for mail in rest]).update(not_before="2099-01-01T00:00Z")
    for number, mail in enumerate([first, *rest], start=1):
        OutgoingMail.objects.filter(pk=mail.pk).update(not_before=mail.created_at)
        worker.wake()
        assert until(lambda number=number: len(smtp_sink.mails) == number), worker.said
        if number < 3:
            worker.restart_queue()

    assert copies(smtp_sink) == Counter(addresses)
