"""Where a run keeps its data, and the settings its processes read."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from pathlib import Path

from partnership.launch.servers import Postgres, Server, ServerFailed, Valkey, home

BASE = Path(__file__).resolve().parent.parent.parent
DATA = Path(os.environ.get("PORTAL_DATA_DIR") or BASE / ".portal").absolute()
PYTHON = sys.executable
# Of this run's processes alone. A killed one leaves what it had opened; the next start, and the end, take it away.
TEMPORARY = DATA / "tmp"


def port() -> int:
    """The port asked for. Raises ServerFailed when PORT is no port."""
    wanted = os.environ.get("PORT") or "8000"
    if not wanted.isdecimal() or not 0 < int(wanted) < 65536:
        raise ServerFailed(f"PORT must be a number from 1 to 65535, not {wanted!r}")
    return int(wanted)


def servers() -> list[Server]:
    """The database and the queue, not yet started."""
    folder = home(DATA)
    return [Postgres(folder / "postgres"), Valkey(folder / "valkey")]


def environment(mode: str, smtp: int, servers: list[Server]) -> dict[str, str]:
    postgres, valkey = servers
    assert isinstance(postgres, Postgres)
    assert isinstance(valkey, Valkey)
    return {
        "PORTAL_MODE": mode,
        "PORTAL_DEMO_PAGES": "1",
        "DJANGO_SETTINGS_MODULE": "partnership.settings",
        "SECRET_KEY": _secret_key(),
        "PORTAL_URL": os.environ.get("PORTAL_URL", f"http://localhost:{port()}"),
        "ALLOWED_HOSTS": os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1"),
        "DATABASE_URL": postgres.url,
        "REDIS_URL": valkey.url,
        "EMAIL_URL": f"smtp://127.0.0.1:{smtp}",
        "PORTAL_DATA_DIR": str(DATA),
        "STATIC_ROOT": str(DATA / "static"),
        "TMPDIR": str(TEMPORARY),
        "PORT": str(port()),
        "BIND": "127.0.0.1",
        "PYTHONUNBUFFERED": "1",
        "C_FORCE_ROOT": "1",
    }


def empty_temporary() -> None:
    """An empty folder for temporary files, whatever was there."""
    shutil.rmtree(TEMPORARY, ignore_errors=True)
    TEMPORARY.mkdir(mode=0o700, parents=True, exist_ok=True)


def _secret_key() -> str:
    file = DATA / "secret_key"
    if not file.exists() or not file.read_text():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50))
    return file.read_text()
