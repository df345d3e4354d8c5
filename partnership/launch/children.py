"""The processes of one run: each in a session of its own, each line of output prefixed with its name."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from pathlib import Path

from partnership.launch.servers import die_with_parent

# In every child's environment, so that what a killed run left behind is known again.
MARK = "PORTAL_RUN"
PATIENCE = 15


class Children:
    def __init__(self, folder: Path, data: Path) -> None:
        self.folder = folder
        self.mark = str(data)
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, command: list[str]) -> None:
        self.running[name] = self._spawn(name, command)

    def run(self, name: str, command: list[str]) -> int:
        """Start it, wait for it, and return its exit code."""
        return self._spawn(name, command).wait()

    def dead(self) -> str | None:
        """Which child has ended, and how."""
        for name, child in self.running.items():
            if child.poll() is not None:
                return f"{name} ended with {child.returncode}"
        return None

    def restart(self, name: str) -> None:
        child = self.running.pop(name)
        command = child.args
        assert isinstance(command, list)
        _end([child])
        self.start(name, command)

    def end(self) -> None:
        _end(list(reversed(self.running.values())))
        self.running.clear()

    def end_leftovers(self) -> int:
        """End what an earlier, killed run left in this folder; how many there were."""
        found = _marked(self.mark)
        _kill(found, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        while _marked(self.mark) and time.monotonic() < deadline:
            time.sleep(0.1)
        _kill(_marked(self.mark), signal.SIGKILL)
        return len(found)

    def _spawn(self, name: str, command: list[str]) -> subprocess.Popen[bytes]:
        child = subprocess.Popen(
            command,
            cwd=self.folder,
            env=os.environ | {MARK: self.mark},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent(),
        )
        threading.Thread(target=_copy, args=(name, child), daemon=True).start()
        return child


def say(name: str, text: str) -> None:
    print(f"{name:8}| {text}", flush=True)


def _copy(name: str, child: subprocess.Popen[bytes]) -> None:
    assert child.stdout is not None
    for line in child.stdout:
        say(name, line.decode(errors="replace").rstrip())


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    """SIGTERM to each child's group, and SIGKILL to what is left after a while."""
    for child in children:
        _signal_group(child.pid, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    for child in children:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(max(0.1, deadline - time.monotonic()))
        _signal_group(child.pid, signal.SIGKILL)
        child.wait()


def _signal_group(group: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, number)


def _kill(pids: list[int], number: int) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def _marked(mark: str) -> list[int]:
    """Living processes that carry the mark (Linux; elsewhere none)."""
    wanted = f"{MARK}={mark}".encode()
    found = []
    for file in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if wanted in file.read_bytes().split(b"\0"):
                found.append(int(file.parent.name))
    return found
