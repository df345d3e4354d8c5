"""Starting for real: each variable that is missing or wrong stops it by name, and what does start is shut tight.

Every start is a process of its own with nothing in its environment but what the test gives it.
"""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
GUNICORN = [
    PYTHON,
    "-m",
    "gunicorn",
    "-c",
    "partnership/launch/gunicorn.conf.py",
    "--check-config",
    "partnership.wsgi",
]
REQUIRED = {
    "SECRET_KEY": "k7Vq2mZx9Lw4Rt6Yb1Nc8Df3Gh5Js0Pa-k7Vq2mZx9Lw4Rt6Yb1Nc8Df3",
    "PORTAL_URL": "https://foui.example",
    "DATABASE_URL": "postgresql://portal:hemmelig@127.0.0.1:9/portal",
    "REDIS_URL": "redis://127.0.0.1:9/0",
    "EMAIL_URL": "smtp+starttls://portal:hemmelig@127.0.0.1:9",
    "MAIL_FROM": "foui@foui.example",
}
WRONG = {
    "PORTAL_MODE": "prod",
    "PORTAL_DEMO_PAGES": "1",
    "SECRET_KEY": "kort",
    "PORTAL_URL": "http://foui.example",
    "ALLOWED_HOSTS": "https://foui.example/",
    "DATABASE_URL": "mysql://portal@db/portal",
    "REDIS_URL": "localhost:6379",
    "EMAIL_URL": "relay.example:587",
    "MAIL_FROM": "FoUI",
    "MAIL_ENVELOPE_FROM": "retur",
    "MAIL_CALENDAR_COPY": "kanskje",
    "MAIL_HOLD_SECONDS": "to minutter",
    "MAIL_PER_DOMAIN_A_MINUTE": "-1",
    "CHECK_LINKS": "av og til",
    "CONTACT_EMAIL": "post",
    "TRUSTED_PROXIES": "-1",
    "HSTS_SECONDS": "et år",
    "PORTAL_REGION": "atlantis",
    "PORTAL_DATA_DIR": "/dev/null",
    "WEB_WORKERS": "0",
    "WEB_THREADS": "mange",
    "PORT": "http",
}
# Any text will do for these.
FREE = {"MAIL_FROM_NAME", "STATIC_ROOT", "BIND", "SECRET_KEY_FALLBACKS"}
# Set by the image, or never in production: told in the text below the table.
OF_THE_IMAGE = {"PORTAL_MODE", "PORTAL_DEMO_PAGES", "STATIC_ROOT", "BIND", "PORT"}


def start(command: list[str], **changed: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
    environment |= {name: value for name, value in (REQUIRED | changed).items() if value}
    return subprocess.run(command, cwd=BASE, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_every_variable_in_the_manual_is_tried_here():
    manual = (BASE / "docs" / "operations.md").read_text()
    rows = [line.split("|")[1] for line in manual.splitlines() if line.startswith("| `")]

    assert set(re.findall(r"`([A-Z_]+)`", " ".join(rows))) == (set(WRONG) | FREE) - OF_THE_IMAGE


@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_variable_stops_the_start_with_its_name(name):
    started = start([PYTHON, "-c", "import partnership.settings"], **{name: ""})

    assert started.returncode == 1
    assert started.stderr.rstrip().endswith(f"ImproperlyConfigured: {name} is not set")


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_variable_stops_the_start_with_its_name(name):
    started = start(GUNICORN, **{name: WRONG[name]})

    assert started.returncode == 1
    assert f"ImproperlyConfigured: {name} must be " in started.stderr


def test_a_wrong_secret_is_not_repeated_where_logs_are_read():
    assert "kort" not in start(GUNICORN, SECRET_KEY="kort").stderr


COMMANDS = {
    "web": GUNICORN,
    "worker": [PYTHON, "-m", "celery", "-A", "partnership", "worker"],
    "beat": [PYTHON, "-m", "celery", "-A", "partnership", "beat"],
    "migrate": [PYTHON, "manage.py", "migrate"],
}


@pytest.mark.parametrize("process", COMMANDS)
def test_no_process_starts_in_production_with_the_demo_pages(process):
    started = start(COMMANDS[process], PORTAL_DEMO_PAGES="1")

    assert started.returncode != 0
    assert "PORTAL_DEMO_PAGES must be off in production" in started.stderr


def test_the_processes_are_those_of_the_production_shape():
    """So that nobody adds a service without trying it above."""
    shape = (BASE / "docker-compose.yml").read_text()
    ours = re.findall(r"^  (\w+):\n    <<: \*portal", shape, re.MULTILINE)

    assert sorted(ours) == sorted(COMMANDS)


def test_what_is_rightly_set_starts():
    started = start(GUNICORN, STATIC_ROOT=str(BASE / "static"))

    assert (started.returncode, started.stderr) == (0, "")


def test_djangos_own_check_for_production_has_nothing_to_say():
    checked = start([PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"])

    assert "System check identified no issues" in checked.stdout, checked.stderr
    assert checked.returncode == 0


def in_production(script: str) -> dict[str, object]:
    """Run ``script`` after ``django.setup()`` in production mode; what it puts in ``found`` comes back."""
    before = "import django, json, logging; django.setup(); logging.disable(); found = {}\n"
    after = "\nprint(json.dumps(found))"
    done = start([PYTHON, "-c", before + script + after], DJANGO_SETTINGS_MODULE="partnership.settings")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_cookies_of_production_are_for_the_server_alone():
    found = in_production(
        "from django.conf import settings\n"
        "for kind in ('SESSION', 'CSRF'):\n"
        "    for flag in ('SECURE', 'HTTPONLY', 'SAMESITE'):\n"
        "        found[f'{kind} {flag}'] = getattr(settings, f'{kind}_COOKIE_{flag}')\n"
    )

    assert found == {
        "SESSION SECURE": True,
        "SESSION HTTPONLY": True,
        "SESSION SAMESITE": "Lax",
        "CSRF SECURE": True,
        "CSRF HTTPONLY": True,
        "CSRF SAMESITE": "Lax",
    }


def test_production_speaks_https_only_and_says_so_to_browsers():
    found = in_production(
        "from django.test import Client\n"
        "plain = Client(headers={'host': 'foui.example'})\n"
        "found['plain'] = plain.get('/tilgjengelighet/')['Location']\n"
        "safe = plain.get('/helse/', secure=True)\n"
        "for name in ('Strict-Transport-Security', 'X-Content-Type-Options', 'X-Frame-Options', 'Referrer-Policy'):\n"
        "    found[name] = safe[name]\n"
    )

    assert found == {
        "plain": "https://foui.example/tilgjengelighet/",
        "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
    }


def test_the_container_asking_itself_for_health_is_answered():
    """The Dockerfile's question, without TLS from inside, put to the web server as production runs it."""
    port = str(_free_port())
    environment = {"PATH": os.environ["PATH"], "BIND": "127.0.0.1", "PORT": port, "WEB_WORKERS": "1"} | REQUIRED
    question = [PYTHON, "-m", "partnership.launch.healthy", "web"]
    server = subprocess.Popen(
        [part for part in GUNICORN if part != "--check-config"],
        cwd=BASE, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        deadline = time.monotonic() + 30
        while (asked := start(question, PORT=port)).returncode and time.monotonic() < deadline:
            time.sleep(0.5)
    finally:
        server.terminate()
        server.wait(30)

    assert asked.returncode == 0, asked.stderr
    assert start(question, PORT=port).returncode == 1


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
