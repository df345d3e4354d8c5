"""Throw-away servers for a test run: started before Django reads its settings, gone when pytest ends."""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
import tempfile
from pathlib import Path

from partnership.common import translations
from partnership.launch.servers import Postgres, Server, Valkey


def start() -> None:
    """Set the environment that ``partnership.settings`` reads; start what it does not already name.

    ``TEST_DATABASE_URL`` and ``TEST_REDIS_URL`` name servers that already run. Each of the processes that share a run
    (pytest-xdist) has servers of its own; the texts are compiled once, before them.
    """
    if "PYTEST_XDIST_WORKER" not in os.environ:
        translations.compile_all(Path(__file__).resolve().parent.parent.parent)
    folder = Path(tempfile.mkdtemp(prefix="portal-test-"))
    folder.chmod(0o711)
    (folder / "static").mkdir()
    servers: list[Server] = []
    atexit.register(_stop, servers, folder)
    database, redis = os.environ.get("TEST_DATABASE_URL"), os.environ.get("TEST_REDIS_URL")
    if not database:
        postgres = Postgres(folder / "postgres", durable=False)
        postgres.start()
        servers.append(postgres)
        database = postgres.url
    if not redis:
        valkey = Valkey(folder / "valkey")
        valkey.start()
        servers.append(valkey)
        redis = valkey.url
    os.environ |= {
        "PORTAL_MODE": "test",
        "SECRET_KEY": secrets.token_urlsafe(32),
        "PORTAL_URL": "http://localhost:8000",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
        "DATABASE_URL": database,
        "REDIS_URL": redis,
        "EMAIL_URL": "smtp://127.0.0.1:9",
        "PORTAL_DATA_DIR": str(folder / "data"),
        "STATIC_ROOT": str(folder / "static"),
        "PORTAL_DEMO_PAGES": "1",
    }


def _stop(servers: list[Server], folder: Path) -> None:
    for server in servers:
        server.stop()
    shutil.rmtree(folder, ignore_errors=True)
