"""A company with two brokers that covers Frosta, where Kari is contact, and a broker of another company."""

from __future__ import annotations

import pytest

from brokers.models import Broker
from tests import factories


@pytest.fixture
def frosta():
    return factories.MunicipalityFactory(name="Frosta", slug="frosta")


@pytest.fixture
def kari(frosta):
    return factories.contact("Kari Vik", frosta)


@pytest.fixture
def ola(frosta):
    person = factories.broker("Ola Moen")
    factories.covering(person, frosta)
    return person


@pytest.fixture
def seat(ola):
    return Broker.objects.select_related("company").get(terms__person=ola)


@pytest.fixture
def tone(seat):
    return factories.give(Broker.objects.create(company=seat.company), factories.person("Tone Rygg"))


@pytest.fixture
def siv():
    return factories.broker("Siv Aalberg")
