"""docker-compose.yml: no secret in it, and every setting of docs/operations.md passed on.

Read as text: a YAML reader would be one more package to keep, for one test.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parent.parent.parent
COMPOSE = (BASE / "docker-compose.yml").read_text()
SERVICES = ("migrate", "web", "worker", "beat", "postgres", "redis")
# What the file composes itself, from other variables or from the services' names.
COMPOSED = {
    "DATABASE_URL": "postgresql://portal:${POSTGRES_PASSWORD:?set POSTGRES_PASSWORD}@postgres/portal",
    "REDIS_URL": "redis://redis:6379/0",
    "PORTAL_DATA_DIR": "/data",
}


def passed_on() -> dict[str, str]:
    shared = COMPOSE.split("services:\n")[0]
    return dict(re.findall(r"^    ([A-Z_]+): (.+)$", shared, re.MULTILINE))


def documented() -> dict[str, bool]:
    """Name → whether it must be set, by the table of docs/operations.md."""
    rows = re.findall(r"^\| (`[A-Z_`, ]+`) \| (yes|) ?\|", (BASE / "docs/operations.md").read_text(), re.MULTILINE)
    return {name: bool(needed) for names, needed in rows for name in re.findall(r"[A-Z_]+", names)}


def service(name: str) -> str:
    found = re.search(rf"^  {name}:\n((?:    .*\n)+)", COMPOSE, re.MULTILINE)
    assert found, name
    return found[1]


def test_every_documented_setting_is_passed_on():
    assert set(documented()) == set(passed_on())


def test_what_must_be_set_stops_the_start_by_its_name():
    needed = {name for name, must in documented().items() if must} - COMPOSED.keys()

    assert {name: passed_on()[name] for name in needed} == {name: f"${{{name}:?set {name}}}" for name in needed}
    assert needed == {"SECRET_KEY", "PORTAL_URL", "EMAIL_URL", "MAIL_FROM"}


def test_every_setting_is_documented():
    read = set()
    for file in ("partnership/settings.py", "partnership/launch/gunicorn.conf.py"):
        text = (BASE / file).read_text()
        read |= set(re.findall(r"environment\.\w+\(\s*\"([A-Z_]+)\"", text))
        read |= set(re.findall(r"os\.environ\.get\([\"']([A-Z_]+)[\"']", text))

    of_the_image = {"PORTAL_MODE", "PORTAL_DEMO_PAGES", "STATIC_ROOT", "BIND", "PORT"}
    assert read - of_the_image == set(documented())


def test_no_value_in_the_file_is_a_secret():
    composed = {name: value for name, value in passed_on().items() if not value.startswith("${")}

    assert composed == COMPOSED
    assert set(re.findall(r"PASSWORD: (.+)", COMPOSE)) == {"${POSTGRES_PASSWORD:?set POSTGRES_PASSWORD}"}


@pytest.mark.parametrize("name", [name for name in SERVICES if name not in {"migrate", "web"}])
def test_every_service_that_stays_has_a_health_check(name):
    assert "healthcheck:\n      test:" in service(name)


def test_the_web_service_has_the_image_s_health_check_and_nobody_is_root():
    dockerfile = (BASE / "Dockerfile").read_text()

    assert "healthcheck" not in service("web")
    assert 'CMD ["python", "-m", "partnership.launch.healthy", "web"]' in dockerfile
    assert dockerfile.index("USER portal") < dockerfile.index("HEALTHCHECK")
    assert "user:" not in COMPOSE


def test_the_database_is_made_once_before_anything_starts():
    shared = COMPOSE.split("services:\n")[0]

    assert "migrate: {condition: service_completed_successfully}" in shared
    assert 'restart: "no"' in service("migrate")
