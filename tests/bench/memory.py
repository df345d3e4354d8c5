"""What one web worker weighs: gunicorn as it is run, after every list has been opened from several threads."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection

PORT = 18_217
PAGES = ["/", "/moter/", "/kommuner/", "/meglere/", "/virkemidler/", "/logg-inn/", "/personvern/", "/kommuner/?q=a"]
WORKERS = 2


def measure(figure: Callable[..., None]) -> None:
    """PSS in MiB of the heaviest worker: its own pages, and its share of those the workers have in common."""
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    environment = os.environ | {
        "DATABASE_URL": database.geturl(),
        "PORT": str(PORT),
        "BIND": "127.0.0.1",
        "WEB_WORKERS": str(WORKERS),
    }
    command = [sys.executable, "-m", "gunicorn", "-c", "partnership/launch/gunicorn.conf.py", "partnership.wsgi"]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _until_it_answers()
        with ThreadPoolExecutor(8) as visitors:
            list(visitors.map(_visit, PAGES * 20))
        weights = [_pss(pid) for pid in _children(server.pid)]
        assert len(weights) == WORKERS
        figure("PSS of a web worker, MiB", max(weights), 90, at_most=True, note=f"{WORKERS} workers")
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def _visit(path: str) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{PORT}{path}") as response:
        response.read()


def _until_it_answers() -> None:
    for _try in range(100):
        try:
            return _visit("/helse/")
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("gunicorn did not answer within twenty seconds")


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _pss(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("Pss:"))) / 1024
