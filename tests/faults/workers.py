"""Deliveries in processes of their own, to be killed: forked from one that has already started Django."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections

BASE = Path(__file__).resolve().parent.parent.parent
# Reads one order a line, forks a worker for it, and writes the worker's pid; «wait» writes how it ended.
NURSERY = """
import json, os, sys
import django
from django.conf import settings
django.setup()
from partnership.environment import Relay
from partnership.mail import delivery, kinds, relay, settling
from tests.mail.plain import KIND, Plain
kinds.registry()[KIND] = Plain()

def work(order):
    settings.DATABASES["default"].update(order["database"])
    settings.MAIL_RELAY = Relay("127.0.0.1", order["smtp"], "", "", "")
    os.environ["PORTAL_FAILPOINT"] = order["failpoint"]
    relay.ACCEPT_SECONDS = order["accept_seconds"]
    delivery.recover()
    delivery.deliver()

for line in sys.stdin:
    order = json.loads(line)
    if "wait" in order:
        print(os.waitstatus_to_exitcode(os.waitpid(order["wait"], 0)[1]), flush=True)
        continue
    pid = os.fork()
    if pid == 0:
        try:
            work(order)
        except BaseException:
            import traceback
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    print(pid, flush=True)
"""


class Nursery:
    def __init__(self) -> None:
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "partnership.settings"}
        pipe = subprocess.PIPE
        command = [sys.executable, "-c", NURSERY]
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=environment, cwd=BASE)

    def start(self, failpoint: str = "", accept_seconds: float = 30, **database: Any) -> int:
        """A worker that takes back what is lost and delivers what is due; returns its pid."""
        mine = {name: connection.settings_dict[name] for name in ("NAME", "HOST", "PORT", "USER")}
        order = {"database": mine | database, "smtp": settings.MAIL_RELAY.port}
        return self._ask(order | {"failpoint": failpoint, "accept_seconds": accept_seconds})

    def wait(self, pid: int) -> int:
        """How it ended: 0, or minus the signal."""
        return self._ask({"wait": pid})

    def run(self, failpoint: str = "", **values: Any) -> int:
        return self.wait(self.start(failpoint, **values))

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(30)

    def _ask(self, order: dict[str, Any]) -> int:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


def end_other_connections() -> None:
    """What the killed left in the server: the test's tables could not be emptied."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
