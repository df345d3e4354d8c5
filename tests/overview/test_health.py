"""Ready or not, without much work for whoever asks often."""

from __future__ import annotations

import pytest

from overview import health

pytestmark = pytest.mark.django_db


def test_the_migrations_are_looked_through_once_in_ten_seconds(client, monkeypatch):
    asked, clock = [], [1000.0]
    real = health.MigrationExecutor
    monkeypatch.setattr(health, "MigrationExecutor", lambda connection: asked.append(1) or real(connection))
    monkeypatch.setattr(health.time, "monotonic", lambda: clock[0])

    for now in (1000.0, 1003.0, 1009.9, 1010.0):
        clock[0] = now
        assert client.get("/helse/klar/").json()["migrations"] == "ok"

    assert len(asked) == 2
