"""Two partners, and an adviser of each; and the demo's scenes."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import transaction

from overview import region
from overview.demo import scenes
from tests import factories


@pytest.fixture
def ks():
    return factories.PartnerFactory()


@pytest.fixture
def fylket():
    return factories.PartnerFactory(slug="fylkeskommunen", name="Fylkeskommunen", short_name="Fylkeskommunen")


@pytest.fixture
def nina(ks):
    return factories.officer("Nina Solem", ks)


@pytest.fixture
def vegard(fylket):
    return factories.officer("Vegard Tiller", fylket)


@pytest.fixture(scope="module")
def _scenes(django_db_setup, django_db_blocker):
    """Laid out once: each test takes back what it does, and this takes back the scenes."""
    with django_db_blocker.unblock(), transaction.atomic():
        region.load(settings.REGION_DIR)
        scenes.load()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def _demo(_scenes, db):
    """Before the rows are read, so that a test sees what was laid out."""
