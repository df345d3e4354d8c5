"""A management command against the demo's own servers: those that run, or started for as long as it takes."""

from __future__ import annotations

import os
import subprocess
import sys

from partnership.launch.run import BASE, DATA, PYTHON, environment
from partnership.launch.servers import Postgres, Server, Valkey, home


def main(arguments: list[str]) -> int:
    data = home(DATA)
    servers: list[Server] = [Postgres(data / "postgres"), Valkey(data / "valkey")]
    started = [] if all(server.is_ready() for server in servers) else servers
    try:
        for server in started:
            server.start()
        os.environ |= environment("demo", int(os.environ.get("PORT", "8000")), 25, servers)
        return subprocess.run([PYTHON, "manage.py", *arguments], cwd=BASE, check=False).returncode
    finally:
        for server in reversed(started):
            server.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
