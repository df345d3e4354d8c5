"""What every test may use. Servers are started by ``tests/plugin.py`` before this is read."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.core.management import call_command


@pytest.fixture(scope="session", autouse=True)
def _translations() -> None:
    call_command("compile_translations")


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()
