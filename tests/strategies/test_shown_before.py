"""Strategies of before it was kept whether they had been shown: what others may know of is not deleted."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from municipalities.models import Strategy
from tests import factories

pytestmark = pytest.mark.django_db

migration = import_module("municipalities.migrations.0006_strategies_shown_before")


@pytest.mark.parametrize(
    ("fields", "treatment", "shown"),
    [
        ({}, None, False),
        ({}, {"due": timezone.localdate()}, False),
        ({"visibility": "partnership"}, None, True),
        ({"visibility": "public"}, None, True),
        ({"state": "adopted"}, None, True),
        ({}, {"body": "kommunestyret"}, True),
        ({}, {"done_at": timezone.now()}, True),
    ],
    ids=["draft", "planned", "partnership", "public", "adopted", "undone", "treated"],
)
def test_what_is_shown_or_was_decided_on_counts_as_shown(fields, treatment, shown):
    strategy = factories.strategy(**fields)
    if treatment is not None:
        strategy.phases.create(kind="treatment", **treatment)

    migration.fill(apps, None)

    assert Strategy.objects.get().shown_at == (strategy.changed_at if shown else None)
