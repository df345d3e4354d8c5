"""Frosta, where Kari is contact; Ola's company covers it; Siv is a broker elsewhere; one idea of Frosta's."""

from __future__ import annotations

import pytest

from brokers.models import Broker
from tests import factories


@pytest.fixture
def frosta():
    return factories.MunicipalityFactory(name="Frosta", slug="frosta")


@pytest.fixture
def kari(frosta):
    person = factories.contact("Kari Vik", frosta)
    person.phone = "400 00 001"
    person.save()
    return person


@pytest.fixture
def ola(frosta):
    person = factories.broker("Ola Moen")
    factories.covering(person, frosta)
    return person


@pytest.fixture
def ola_seat(ola):
    return Broker.objects.select_related("company").get(terms__person=ola)


@pytest.fixture
def siv():
    return factories.broker("Siv Aalberg")


@pytest.fixture
def siv_seat(siv):
    return Broker.objects.select_related("company").get(terms__person=siv)


@pytest.fixture
def idea(frosta, kari):
    return factories.idea(frosta, sender="siv.lund@frosta.example", stage="clarifying")
