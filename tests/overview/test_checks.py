"""What must stop a start stops it."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from overview.checks import no_demo_in_production


def test_demo_pages_are_refused_in_production(settings):
    settings.PORTAL_MODE, settings.DEMO_PAGES = "production", True

    assert [error.id for error in no_demo_in_production(None)] == ["overview.E001"]


def test_the_demo_is_not_loaded_where_it_is_off(settings):
    settings.DEMO_PAGES = False

    with pytest.raises(CommandError):
        call_command("load_demo")
