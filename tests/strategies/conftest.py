"""Namsos, where Kari is contact and has begun a strategy; Per is contact elsewhere."""

from __future__ import annotations

import pytest

from municipalities.models import FouiContact
from tests import factories


@pytest.fixture
def namsos():
    return factories.MunicipalityFactory(name="Namsos", slug="namsos")


@pytest.fixture
def kari(namsos):
    return factories.contact("Kari Vik", namsos)


@pytest.fixture
def seat(kari, namsos):
    return FouiContact.objects.get(municipality=namsos)


@pytest.fixture
def per():
    return factories.contact("Per Moen")


@pytest.fixture
def strategy(namsos, kari):
    return factories.strategy(namsos)


@pytest.fixture
def goal(strategy):
    return strategy.goals.create(title="Ideer fra ansatte blir prøvd")


@pytest.fixture
def milestone(goal, seat):
    from partnership.common import norwegian

    measure = goal.measures.create(title="Fast svartid på ideer")
    return measure.milestones.create(title="Alle har fått svar", due=norwegian.today(), seat=seat)
