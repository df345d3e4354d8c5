"""Phases that were typed freely become those of the list; nothing that was typed is lost."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from tests.partners import money

pytestmark = pytest.mark.django_db

migration = import_module("partnership.partners.migrations.0003_phases_from_a_list")


def test_what_is_on_the_list_is_chosen_and_the_rest_is_kept_in_the_note():
    scheme = money.scheme(phases=["Idé", " forprosjekt", "idé", "pilot"], note="Se kilden.")
    empty = money.scheme("Tom")

    migration.choose(apps, None)

    scheme.refresh_from_db()
    empty.refresh_from_db()
    assert (scheme.phases, scheme.note) == (["idea", "preproject"], "Se kilden. Faser: pilot.")
    assert (empty.phases, empty.note) == ([], "")


def test_the_way_back_writes_the_words():
    scheme = money.scheme(phases=["idea", "spreading"])

    migration.write(apps, None)

    scheme.refresh_from_db()
    assert scheme.phases == ["idé", "spredning"]
