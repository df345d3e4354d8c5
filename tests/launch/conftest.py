"""``make run`` as a person starts it, in a data folder of its own."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import psycopg
import pytest

BASE = Path(__file__).resolve().parent.parent.parent


class Portal:
    """One start of the portal, in a process group of its own, as a terminal gives it."""

    def __init__(self, data: Path, port: int | str) -> None:
        self.data = data
        self.sockets = data.parent / "tmp"
        self.output = Path(tempfile.mkstemp(prefix="run-", dir=data.parent)[1])
        environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        environment |= {"PORTAL_DATA_DIR": str(data), "PORT": str(port), "TMPDIR": str(self.sockets)}
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "partnership.launch.run"],
                cwd=BASE, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output, process_group=0,
            )  # fmt: skip

    @property
    def said(self) -> str:
        return self.output.read_text()

    def until_ready(self) -> Portal:
        """The deadline only ends a start that hangs: how long one takes is no test's business on a busy machine."""
        deadline = time.monotonic() + 240
        while "end with Ctrl-C" not in self.said:
            assert self.process.poll() is None, self.said
            assert time.monotonic() < deadline, self.said
            time.sleep(0.05)
        return self

    def code(self) -> int:
        """Its exit code, once it has ended."""
        deadline = time.monotonic() + 120
        while self.process.poll() is None:
            assert time.monotonic() < deadline, self.said
            time.sleep(0.05)
        return self.process.returncode

    def press_ctrl_c(self) -> int:
        os.killpg(self.process.pid, signal.SIGINT)
        return self.code()

    def pids(self, part: str = "") -> list[int]:
        """Its processes, those whose command line holds ``part``; servers among them."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                marks = (process / "environ").read_bytes() + (process / "cmdline").read_bytes()
                marks += bytes((process / "cwd").readlink())
            except OSError:
                continue
            if str(self.data).encode() in marks and part.encode() in (process / "cmdline").read_bytes():
                found.append(int(process.name))
        return sorted(found)

    def kill(self, part: str = "") -> None:
        found = self.pids(part)
        assert found
        for pid in found:
            # One that dies with another has ended already.
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def get(self, path: str, port: int) -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
            return answer.status

    def sql(self, statement: str) -> list[tuple]:
        socket_folder = next(part for part in self._postgres() if part.startswith("unix_socket_directories="))
        with psycopg.connect(host=socket_folder.partition("=")[2], user="portal", dbname="portal") as database:
            found = database.execute(statement)
            return found.fetchall() if found.description else []

    def _postgres(self) -> list[str]:
        [pid] = self.pids("bin/postgres")
        return Path(f"/proc/{pid}/cmdline").read_text().split("\0")


@pytest.fixture(scope="module")
def data():
    folder = Path(tempfile.mkdtemp(prefix="portal-launch-"))
    folder.chmod(0o711)
    (folder / "tmp").mkdir(mode=0o711)
    yield folder / "data"
    shutil.rmtree(folder)


@pytest.fixture
def start(data):
    """Starts portals and sees to it that none is left."""
    started = []

    def begin(port: int | str, folder: Path = data) -> Portal:
        started.append(Portal(folder, port))
        return started[-1]

    yield begin
    for portal in started:
        if portal.process.poll() is None:
            portal.process.send_signal(signal.SIGTERM)
            portal.code()


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
