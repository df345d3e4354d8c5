"""Two partners, and an adviser of each."""

from __future__ import annotations

import pytest

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
