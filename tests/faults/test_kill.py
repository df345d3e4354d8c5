"""The worker killed with SIGKILL in the middle of a thousand mails, ten times: everyone gets theirs."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.utils import timezone

from meetings.invitations import inviting
from meetings.models import AudienceGuest, Invitation
from partnership.mail import delivery
from partnership.mail.models import OutgoingMail
from tests import factories

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.servers, pytest.mark.slow]

MAILS, KILLS = 1000, 10
# The delivery as the worker runs it, in a process of its own, against the test's database.
WORKER = """
import django, os
from django.conf import settings
django.setup()
settings.DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
from partnership.environment import Relay
settings.MAIL_RELAY = Relay("127.0.0.1", int(os.environ["TEST_SMTP_PORT"]), "", "", "")
from partnership.mail import delivery
while True:
    delivery.recover()
    if not delivery.deliver(): break
"""


def start_worker() -> subprocess.Popen[bytes]:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "partnership.settings",
        "TEST_DATABASE": connection.settings_dict["NAME"],
        "TEST_SMTP_PORT": str(django_settings.MAIL_RELAY.port),
    }
    quiet = subprocess.DEVNULL
    return subprocess.Popen([sys.executable, "-c", WORKER], env=environment, stdout=quiet, stderr=quiet)


def sent() -> int:
    return OutgoingMail.objects.filter(state="sent").count()


def end_leases() -> None:
    """What two minutes of waiting would do."""
    past = timezone.now() - delivery.LEASE
    OutgoingMail.objects.filter(state="leased").update(lease_until=past)


def test_everyone_gets_the_mail_and_doubles_are_no_more_than_kills(smtp_sink, capsys):
    meeting = factories.meeting()
    AudienceGuest.objects.bulk_create(
        AudienceGuest(meeting=meeting, name=f"Gjest {n}", email=f"gjest{n}@kommune.example") for n in range(MAILS)
    )
    inviting.invite(meeting=meeting, by=None)
    OutgoingMail.objects.exclude(kind=inviting.INVITATION).delete()
    chance = random.Random(20261124)
    for kill in range(KILLS):
        worker = start_worker()
        wanted = sent() + chance.randint(20, 90)
        deadline = time.monotonic() + 60
        while sent() < wanted and worker.poll() is None and time.monotonic() < deadline:
            time.sleep(chance.uniform(0.001, 0.01))
        assert worker.poll() is None, f"the worker ended by itself before kill {kill}"
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        end_leases()
    start_worker().wait(120)
    with connection.cursor() as cursor:  # what the killed left in the server
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    received = Counter(to for to, _ in smtp_sink.mails)
    doubles = sum(count - 1 for count in received.values())
    with capsys.disabled():
        print(f"\nkilled {KILLS} times: {len(received)} of {MAILS} recipients, {doubles} doubles")
    assert set(received) == set(Invitation.objects.values_list("email", flat=True))
    assert len(received) == MAILS
    assert doubles <= KILLS
