"""A search as long as somebody may paste, through the web server as it is run."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from django.db import connection

pytestmark = [pytest.mark.servers, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

BASE = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def port():
    """Where gunicorn answers, with the tests' database."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number = probe.getsockname()[1]
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    own = {"DATABASE_URL": database.geturl(), "BIND": "127.0.0.1", "PORT": str(number), "WEB_WORKERS": "1"}
    command = [sys.executable, "-m", "gunicorn", "-c", "partnership/launch/gunicorn.conf.py", "partnership.wsgi"]
    server = subprocess.Popen(command, cwd=BASE, env=os.environ | own)
    try:
        deadline = time.monotonic() + 60
        while socket.socket().connect_ex(("127.0.0.1", number)):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield number
    finally:
        server.terminate()
        server.wait(30)


def asked(port: int, text: str) -> tuple[int, str]:
    web = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    web.request("GET", f"/sok/?q={quote(text)}")
    answer = web.getresponse()
    return answer.status, answer.read().decode()


def test_ten_thousand_signs_are_answered_in_words_and_kept(port):
    for sign in ("a", "å", "%", "漢"):
        status, page = asked(port, sign * 10_000)

        assert (sign, status) == (sign, 200)
        assert "Søket var langt. Vi så på de første 200 tegnene." in page
        assert f'value="{sign * 10_000}"' in page


def test_an_address_has_a_limit(port):
    assert asked(port, "a" * 200_000)[0] == 414
