"""``make run``: the whole portal on one machine, for trying it.

Servers, migrations, data, then web, worker, beat and mail server. Ctrl-C or SIGTERM ends all of them; so does the
death of one. Data lies in ``.portal/`` and is kept.
"""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from partnership.common import translations
from partnership.launch import lock, place
from partnership.launch.children import Children, say
from partnership.launch.place import BASE, DATA, PYTHON
from partnership.launch.servers import Server, ServerFailed

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
WORKER = ["celery", "--quiet", "-A", "partnership", "worker", "--beat", "--loglevel=WARNING", "--concurrency=2"]
WORKER += ["--queues=mail,default", f"--schedule={DATA / 'beat'}", "--without-mingle", "--without-gossip"]
GUNICORN = ["gunicorn", "-c", "partnership/launch/gunicorn.conf.py", "partnership.wsgi"]


class Stopped(Exception):
    """Somebody asked us to end."""


def main() -> int:
    for number in SIGNALS:
        signal.signal(number, _stop)
    try:
        DATA.mkdir(parents=True, exist_ok=True)
        with lock.held(DATA):
            _run(os.environ.get("PORTAL_MODE", "demo"))
    except Stopped:
        return 0
    except lock.InUse:
        say("run", "the portal is already running from this folder. Stop that one first (Ctrl-C where it runs)")
    except (ServerFailed, subprocess.CalledProcessError, translations.Contradiction) as error:
        say("run", str(error))
    except PermissionError as error:
        say("run", f"{error.filename} belongs to another user: was the portal started by them, or by root, before?")
    return 1


def _run(mode: str) -> None:
    children = Children(BASE, DATA)
    servers: list[Server] = []
    try:
        if children.end_leftovers():
            say("run", "ended what an earlier run had left behind")
        place.empty_temporary()
        _check_port(place.port())
        servers = place.servers()
        if not servers[0].data.is_relative_to(DATA):
            say("run", f"the database lies in {servers[0].data}: its user cannot enter the project folder")
        _start(mode, servers, children)
        _watch(mode, servers, children)
    except Stopped:
        say("run", "stopping")
        raise
    finally:
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        children.end()
        place.empty_temporary()
        for server in reversed(servers):
            server.stop()


def _start(mode: str, servers: list[Server], children: Children) -> None:
    begun = time.monotonic()
    for server in servers:
        server.start()
    smtp = _free_port()
    os.environ |= place.environment(mode, smtp, servers)
    _prepare(mode, children)
    children.start("mail", [PYTHON, "-m", "partnership.launch.sink", str(DATA / "mailbox"), str(smtp)])
    port = place.port()
    web = ["manage.py", "runserver", f"127.0.0.1:{port}"] if mode == "dev" else ["-m", *GUNICORN]
    children.start("web", [PYTHON, *web])
    quiet = [] if mode == "dev" else ["-W", "ignore"]  # Celery warns of root at every start
    children.start("worker", [PYTHON, *quiet, "-m", *WORKER])
    _wait_for_web(port, children)
    address = f"http://localhost:{port}"
    say("run", f"ready after {time.monotonic() - begun:.1f} s: {address}/")
    say("run", f"sign in as anyone with one press: {address}/demo/")
    say("run", f"read every mail, codes for sign-in among them: {address}/demo/post/")
    say("run", "end with Ctrl-C")


def _prepare(mode: str, children: Children) -> None:
    """One process for all of it: starting Python and Django costs more than most of the work."""
    stamp = DATA / "static.stamp"
    digest = _digest(BASE / "static") + _digest(BASE / "requirements.txt")
    is_collected = stamp.exists() and stamp.read_text() == digest and (DATA / "static" / "staticfiles.json").exists()
    translations.compile_all(BASE)
    steps = [["migrate", "--verbosity=0"], ["load_region"], ["load_demo"], ["demo_sign_ins"]]
    if mode != "dev" and not is_collected:
        steps.append(["collectstatic", "--noinput", "--clear", "--verbosity=0"])
    script = "import django; django.setup(); from django.core.management import call_command\n"
    script += "".join(f"call_command(*{step!r})\n" for step in steps)
    if children.run("prepare", [PYTHON, "-c", script]):
        raise ServerFailed("the portal could not be made ready; see above")
    if mode != "dev":
        stamp.write_text(digest)


def _digest(path: Path) -> str:
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    text = "".join(f"{file}{file.stat().st_mtime_ns}{file.stat().st_size}" for file in files)
    return hashlib.sha256(text.encode()).hexdigest()


def _watch(mode: str, servers: list[Server], children: Children) -> None:
    """Until something ends. Raises ServerFailed saying what; in dev mode the worker follows the code, as web does."""
    code = _newest()
    while True:
        ended = children.dead() or next(filter(None, (server.ended() for server in servers)), None)
        if ended:
            raise ServerFailed(f"{ended}; ending the rest. Start again with make {'dev' if mode == 'dev' else 'run'}")
        time.sleep(0.3)
        if mode == "dev" and (changed := _newest()) != code:
            code = changed
            say("run", "the code has changed: starting the worker again")
            children.restart("worker")


def _newest() -> float:
    """When our code was last changed."""
    rooms = (BASE / "partnership", *(file.parent for file in BASE.glob("*/apps.py")))
    return max(file.stat().st_mtime for room in rooms for file in room.rglob("*.py"))


def _stop(number: int, frame: FrameType | None) -> None:
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    raise Stopped


def _wait_for_web(port: int, children: Children) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if ended := children.dead():
            raise ServerFailed(f"{ended} while starting; see above")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise ServerFailed("the web server did not answer within a minute")


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise ServerFailed(f"only root may use port {port}. Choose another: PORT=8001 make run") from None
        except OSError:
            raise ServerFailed(f"port {port} is in use. Choose another: PORT={port + 1} make run") from None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    sys.exit(main())
