"""Health checks of the containers: ``python -m partnership.launch.healthy web``. Exit code 0 when well."""

from __future__ import annotations

import os
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

# Beat writes its schedule every three minutes.
BEAT_WRITES = 600


def web() -> bool:
    """Asked by the portal's own name, as no other is answered."""
    address = f"http://127.0.0.1:{os.environ.get('PORT') or 8000}/helse/"
    name = urlsplit(os.environ["PORTAL_URL"]).netloc
    with urllib.request.urlopen(urllib.request.Request(address, headers={"Host": name}), timeout=4) as answer:
        return bool(answer.status == 200)


def beat() -> bool:
    written = [file.stat().st_mtime for file in Path(tempfile.gettempdir()).glob("beat*")]
    return bool(written) and time.time() - max(written) < BEAT_WRITES


if __name__ == "__main__":
    sys.exit(0 if {"web": web, "beat": beat}[sys.argv[1]]() else 1)
