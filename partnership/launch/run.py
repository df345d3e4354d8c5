"""``make run``: the whole portal on one machine, for trying it. Every child's output is prefixed with its name.

Servers, migrations, data, then web, worker, beat and mail server. Ctrl-C or SIGTERM ends all of them; so does the
death of one. Data lies in ``.portal/`` and is kept.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import FrameType

from partnership.common import translations
from partnership.launch.servers import Postgres, Server, ServerFailed, Valkey, die_with_parent, home

BASE = Path(__file__).resolve().parent.parent.parent
DATA = Path(os.environ.get("PORTAL_DATA_DIR", str(BASE / ".portal")))
PYTHON = sys.executable


class Stopped(Exception):
    """Somebody asked us to end."""


def main() -> int:
    mode = os.environ.get("PORTAL_MODE", "demo")
    port = int(os.environ.get("PORT", "8000"))
    if not _is_free(port):
        say("run", f"port {port} is in use. Choose another: PORT=8001 make run")
        return 1
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    data = home(DATA)
    if data != DATA:
        say("run", f"data lies in {data}, as the database's user cannot enter the project folder")
    servers: list[Server] = [Postgres(data / "postgres"), Valkey(data / "valkey")]
    children: list[tuple[str, subprocess.Popen[bytes]]] = []
    try:
        return _run(mode, port, servers, children)
    except Stopped:
        say("run", "stopping")
        return 0
    except (ServerFailed, subprocess.CalledProcessError) as error:
        say("run", str(error))
        return 1
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        _end(children)
        for server in reversed(servers):
            server.stop()


def _run(mode: str, port: int, servers: list[Server], children: list[tuple[str, subprocess.Popen[bytes]]]) -> int:
    begun = time.monotonic()
    for server in servers:
        server.start()
    smtp = _free_port()
    os.environ |= environment(mode, port, smtp, servers)
    _prepare(mode)
    commands = {"mail": [PYTHON, "-m", "partnership.launch.sink", str(DATA / "mailbox"), str(smtp)]}
    commands["worker"] = [
        PYTHON,
        "-m",
        "celery",
        "--quiet",
        "-A",
        "partnership",
        "worker",
        "--beat",
        "--loglevel=WARNING",
    ]
    commands["worker"] += [
        "--queues=mail,default",
        "--concurrency=2",
        f"--schedule={DATA / 'beat'}",
        "--without-mingle",
        "--without-gossip",
    ]
    if mode == "dev":
        commands["web"] = [PYTHON, "manage.py", "runserver", f"127.0.0.1:{port}"]
    else:
        commands["web"] = [PYTHON, "-m", "gunicorn", "-c", "partnership/launch/gunicorn.conf.py", "partnership.wsgi"]
    for name, command in commands.items():
        children.append((name, _spawn(name, command)))
    _wait_for_web(port, children)
    address = f"http://localhost:{port}"
    say("run", f"ready after {time.monotonic() - begun:.1f} s: {address}/")
    say("run", f"sign in as somebody: {address}/demo/   mails: {address}/demo/post/   end with Ctrl-C")
    while True:
        for name, child in children:
            if child.poll() is not None:
                say("run", f"{name} ended with {child.returncode}; ending the rest")
                return 1
        time.sleep(0.3)


def environment(mode: str, port: int, smtp: int, servers: list[Server]) -> dict[str, str]:
    postgres, valkey = servers
    assert isinstance(postgres, Postgres)
    assert isinstance(valkey, Valkey)
    return {
        "PORTAL_MODE": mode,
        "PORTAL_DEMO_PAGES": "1",
        "DJANGO_SETTINGS_MODULE": "partnership.settings",
        "SECRET_KEY": _secret_key(),
        "PORTAL_URL": os.environ.get("PORTAL_URL", f"http://localhost:{port}"),
        "ALLOWED_HOSTS": os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1"),
        "DATABASE_URL": postgres.url,
        "REDIS_URL": valkey.url,
        "EMAIL_URL": f"smtp://127.0.0.1:{smtp}",
        "PORTAL_DATA_DIR": str(DATA),
        "STATIC_ROOT": str(DATA / "static"),
        "PORT": str(port),
        "BIND": "127.0.0.1",
        "PYTHONUNBUFFERED": "1",
        "C_FORCE_ROOT": "1",
    }


def _secret_key() -> str:
    DATA.mkdir(parents=True, exist_ok=True)
    file = DATA / "secret_key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50))
    return file.read_text()


def _prepare(mode: str) -> None:
    """One process for all of it: starting Python and Django costs more than most of the work."""
    stamp = DATA / "static.stamp"
    digest = _digest(BASE / "static")
    is_fresh = mode == "dev" or (stamp.exists() and stamp.read_text() == digest)
    translations.compile_all(BASE)
    steps = [["migrate", "--verbosity=0"], ["load_region"], ["load_demo"]]
    if not is_fresh:
        steps.append(["collectstatic", "--noinput", "--clear", "--verbosity=0"])
    script = "import sys, django; django.setup(); from django.core.management import call_command\n"
    script += "".join(f"call_command(*{step!r})\n" for step in steps)
    child = _spawn("prepare", [PYTHON, "-c", script])
    if child.wait():
        raise ServerFailed("the portal could not be made ready; see above")
    stamp.write_text(digest)


def _digest(folder: Path) -> str:
    text = "".join(f"{p}{p.stat().st_mtime_ns}{p.stat().st_size}" for p in sorted(folder.rglob("*")) if p.is_file())
    return hashlib.sha256(text.encode()).hexdigest()


def _spawn(name: str, command: list[str]) -> subprocess.Popen[bytes]:
    child = subprocess.Popen(
        command,
        cwd=BASE,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=die_with_parent(),
    )
    threading.Thread(target=_copy, args=(name, child), daemon=True).start()
    return child


def _copy(name: str, child: subprocess.Popen[bytes]) -> None:
    assert child.stdout is not None
    for line in child.stdout:
        say(name, line.decode(errors="replace").rstrip())


def say(name: str, text: str) -> None:
    print(f"{name:8}| {text}", flush=True)


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped


def _end(children: list[tuple[str, subprocess.Popen[bytes]]]) -> None:
    """SIGTERM to each child's group, and SIGKILL to what is left after a while."""
    for _name, child in reversed(children):
        _signal(child, signal.SIGTERM)
    deadline = time.monotonic() + 15
    for _name, child in reversed(children):
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(max(0.1, deadline - time.monotonic()))
        _signal(child, signal.SIGKILL)


def _signal(child: subprocess.Popen[bytes], number: int) -> None:
    try:
        os.killpg(child.pid, number)
    except ProcessLookupError:
        return


def _wait_for_web(port: int, children: list[tuple[str, subprocess.Popen[bytes]]]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for name, child in children:
            if child.poll() is not None:
                raise ServerFailed(f"{name} ended with {child.returncode} while starting")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise ServerFailed("the web server did not answer within a minute")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    sys.exit(main())
