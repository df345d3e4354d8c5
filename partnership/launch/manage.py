"""A management command against the demo's own servers: those that run, or started for as long as it takes."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator

from partnership.common import translations
from partnership.launch import lock, place
from partnership.launch.children import say
from partnership.launch.place import BASE, DATA, PYTHON
from partnership.launch.servers import Server, ServerFailed


def main(arguments: list[str]) -> int:
    """Several commands are parted by ``--then``."""
    commands = [part.split("\n") for part in "\n".join(arguments).split("\n--then\n")]
    try:
        with _servers() as servers:
            os.environ |= place.environment("demo", 25, servers)
            place.TEMPORARY.mkdir(mode=0o700, exist_ok=True)
            translations.compile_all(BASE)
            for command in commands:
                code = subprocess.run([PYTHON, "manage.py", *command], cwd=BASE, check=False).returncode
                if code:
                    return code
    except (ServerFailed, translations.Contradiction) as error:
        say("manage", str(error))
        return 1
    return 0


@contextlib.contextmanager
def _servers() -> Iterator[list[Server]]:
    DATA.mkdir(parents=True, exist_ok=True)
    servers = place.servers()
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(lock.held(DATA))
        except lock.InUse:
            say("manage", "the portal is running: working on its data")
            _wait_for(servers)
        else:
            for server in servers:
                stack.callback(server.stop)
                server.start()
        yield servers


def _wait_for(servers: list[Server]) -> None:
    """Those of a portal that is just starting."""
    deadline = time.monotonic() + 30
    while not all(server.is_ready() for server in servers):
        if time.monotonic() > deadline:
            raise ServerFailed("the running portal's database does not answer; stop it and start it again")
        time.sleep(0.2)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
