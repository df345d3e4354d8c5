"""Backup and restore by the commands of docs/operations.md, on a database with an outbox in mid-delivery."""

from __future__ import annotations

import contextlib
import datetime as dt
import email
import email.policy
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections import Counter
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from meetings.invitations import answering, inviting
from meetings.models import Invitation
from overview import region
from partnership.launch.servers import Postgres, unprivileged_user
from partnership.mail import delivery
from partnership.mail.models import OutgoingMail
from tests import factories
from tests.meetings.test_inviting import for_contacts

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.servers]

BASE = Path(__file__).resolve().parent.parent.parent
DOCS = (BASE / "docs/operations.md").read_text().split("## Backup and restore\n")[1].split("\n## ")[0]
COMPOSE = re.compile(
    r"docker compose (?:exec -T|run(?: --rm| --no-deps| -T)+) (?P<service>postgres|web) (?P<command>.+)"
)
BACKUP, RESTORE = (
    [line.strip() for line in block.splitlines()]
    for block in re.findall(r"(?:^    docker compose .+\n)+", DOCS, re.MULTILINE)
)


class Machine:
    """Where the commands are carried out: our server stands for the service ``postgres``, we for ``web``."""

    def __init__(self, folder: Path, smtp_port: int) -> None:
        self.folder, self.data = folder, folder / "data"
        self.data.mkdir()
        self.sockets = parse_qs(urlsplit(os.environ["DATABASE_URL"]).query)["host"][0]
        self.programs = Postgres(folder / "unused").programs / "bin"
        self.environment = {
            **{
                name: os.environ[name]
                for name in ("PATH", "HOME", "LANG", "REDIS_URL", "STATIC_ROOT")
                if name in os.environ
            },
            "PORTAL_MODE": "production",
            "SECRET_KEY": "a key that is kept with the backup and not in it, long enough",
            "PORTAL_URL": "https://foui.example",
            "DATABASE_URL": os.environ["DATABASE_URL"],
            "EMAIL_URL": f"smtp://127.0.0.1:{smtp_port}",
            "MAIL_FROM": "foui@foui.example",
            "TRUSTED_PROXIES": "1",
            "PORTAL_DATA_DIR": str(self.data),
            "DJANGO_SETTINGS_MODULE": "partnership.settings",
        }

    def carry_out(self, lines: list[str]) -> None:
        for line in lines:
            found = COMPOSE.fullmatch(line)
            if found is not None:  # the others stop and start services
                self.run(found["service"], found["command"])

    def run(self, service: str, command: str) -> str:
        words, standard = shlex.split(command), {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE}
        with contextlib.ExitStack() as files:
            if words[-2] in "<>":
                mode, key = {"<": ("rb", "stdin"), ">": ("wb", "stdout")}[words[-2]]
                standard[key] = files.enter_context((self.folder / words[-1]).open(mode))
                words = words[:-2]
            if service == "postgres":
                words[0] = str(self.programs / words[0])
                who = {"user": user, "extra_groups": []} if (user := unprivileged_user()) else {}
                environment = {"PGHOST": self.sockets, "PATH": os.environ["PATH"]}
            else:
                words = [str(self.data) if word == "/data" else word for word in words]
                words[0] = sys.executable if words[0] == "python" else words[0]
                who, environment = {}, self.environment
            done = subprocess.run(
                words, env=environment, cwd=BASE if service == "web" else "/", stderr=subprocess.PIPE,
                timeout=120, check=False, **standard, **who,
            )  # fmt: skip
        assert done.returncode == 0, (words, done.stderr.decode())
        return done.stdout.decode() if done.stdout else ""

    def python(self, code: str) -> str:
        return self.run("web", shlex.join(["python", "-c", f"import django; django.setup()\n{code}"])).strip()

    @contextlib.contextmanager
    def web(self, port: int):
        """The web server, as the image starts it."""
        environment = self.environment | {"BIND": "127.0.0.1", "PORT": str(port), "WEB_WORKERS": "1"}
        command = [sys.executable, "-m", "gunicorn", "-c", "partnership/launch/gunicorn.conf.py", "partnership.wsgi"]
        server = subprocess.Popen(command, cwd=BASE, env=environment)
        try:
            yield
        finally:
            server.terminate()
            server.wait(30)


HOST = parse_qs(urlsplit(os.environ["DATABASE_URL"]).query)["host"][0]


def in_maintenance(*statements: str) -> None:
    connection.close()
    with psycopg.connect(host=HOST, user="portal", dbname="postgres", autocommit=True) as database:
        for statement in statements:
            database.execute(statement)


def copy_to_the_portals_database() -> None:
    """What the test has made lies in a database of its own; the commands name another."""
    name = connection.settings_dict["NAME"]
    in_maintenance("DROP DATABASE portal WITH (FORCE)", f'CREATE DATABASE portal TEMPLATE "{name}"')


@pytest.fixture
def machine(tmp_path, smtp_sink):
    yield Machine(tmp_path, settings.MAIL_RELAY.port)
    in_maintenance("DROP DATABASE IF EXISTS portal WITH (FORCE)", "CREATE DATABASE portal")


@pytest.fixture
def portal(machine):
    """A region and a meeting in an hour, with a file and six invited: two have the mail, one's is leaving, two wait,
    and one's is held. Of those who have it, one comes."""
    region.load(settings.REGION_DIR)
    made = factories.meeting(start=timezone.now() + dt.timedelta(hours=1))
    for number in range(6):
        factories.contact(f"Person {number}")
    for_contacts(made)
    inviting.invite(meeting=made, by=made.host)
    mails = list(OutgoingMail.objects.filter(kind=inviting.INVITATION).order_by("pk"))
    later = OutgoingMail.objects.filter(pk__in=[one.pk for one in mails[2:]])
    later.update(not_before=timezone.now() + dt.timedelta(hours=1))
    delivery.deliver()
    answering.answer(invitation=Invitation.objects.get(pk=mails[0].subject_id), reply="comes", source="link")
    later.exclude(pk=mails[5].pk).update(not_before=timezone.now())
    begun = {"attempts": 1, "attempt_started_at": timezone.now(), "lease_owner": uuid.uuid4()}
    later.filter(pk=mails[2].pk).update(state="leased", lease_until=timezone.now() + dt.timedelta(minutes=4), **begun)
    copy_to_the_portals_database()
    machine.python(
        "from django.core.files.base import ContentFile; from meetings.models import Material\n"
        f"Material.objects.create(meeting_id={made.pk}, title='Notat', file=ContentFile(b'Innhold', 'notat.txt'))"
    )
    return machine


# What worker and beat do, all at once, as though every lease had run out.
WORK = """
from meetings.mailing import reminding
from partnership.mail import delivery, digest
from partnership.mail.models import OutgoingMail
OutgoingMail.objects.filter(state='leased').update(lease_until='2000-01-01T00:00Z')
reminding.sweep(); digest.send_due(); delivery.recover(); delivery.deliver()
"""


def received(sink) -> Counter[tuple[str, str]]:
    """How often each address got each subject."""
    mails = [(to, email.message_from_bytes(raw, policy=email.policy.default)) for to, raw in sink.mails]
    return Counter((to, str(mail["Subject"])) for to, mail in mails)


def test_a_restored_portal_starts_with_its_files_and_sends_nothing_twice(portal, smtp_sink):
    portal.carry_out(BACKUP)
    portal.python(WORK)
    before_the_loss = received(smtp_sink)
    shutil.rmtree(portal.data)
    portal.data.mkdir()

    portal.carry_out(RESTORE)
    portal.python(WORK)

    assert received(smtp_sink) == before_the_loss
    assert set(before_the_loss.values()) == {1}
    invited = [to for to, subject in before_the_loss if subject.startswith("Invitasjon")]
    assert (len(invited), len(before_the_loss) > len(invited)) == (5, True)
    outbox = "from partnership.mail.models import OutgoingMail as mail\n"
    count = "print(*mail.objects.filter(kind='meetings.invitation').order_by('pk').values_list('state', flat=True))"
    assert portal.python(outbox + count) == "sent sent uncertain uncertain uncertain ready"
    portal.python(outbox + f"from django.utils import timezone; mail.objects.update(not_before=timezone.now()){WORK}")
    assert len([to for to, subject in received(smtp_sink) if subject.startswith("Invitasjon")]) == 6
    files = "from meetings.models import Material; print(Material.objects.get().file.read().decode())"
    assert portal.python(files) == "Innhold"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with portal.web(port):
        assert is_well(port)


def is_well(port: int) -> bool:
    """``/helse/klar/``: database, migrations, Redis and mail."""
    headers = {"Host": "foui.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
    address = urllib.request.Request(f"http://127.0.0.1:{port}/helse/klar/", headers=headers)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=20) as answer:
                return answer.status == 200
        except (ConnectionError, urllib.error.URLError):
            time.sleep(0.2)
    return False


def test_the_docs_name_every_step():
    commands = [found["command"].split()[0] for line in BACKUP + RESTORE if (found := COMPOSE.fullmatch(line))]

    assert commands == ["pg_dump", "tar", "dropdb", "createdb", "pg_restore", "tar", "python"]
