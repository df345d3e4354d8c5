"""Frosta with its contact, and surveys with answers."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from municipalities.barometer import answering, opening
from municipalities.models import FouiContact, Survey
from partnership.common import norwegian
from tests import factories


@pytest.fixture
def frosta():
    return factories.MunicipalityFactory(name="Frosta", slug="frosta")


@pytest.fixture
def kari(frosta):
    return factories.give(FouiContact.objects.create(municipality=frosta), factories.person("Kari Vik"))


@pytest.fixture
def opened(frosta, kari):
    closes = norwegian.today() + dt.timedelta(days=14)
    return opening.open_survey(municipality=frosta, closes_on=closes, for_leader=False, by=kari)


def said(sector="helse", **values) -> answering.Said:
    return answering.Said(**({"innovated": True, "leader": 4, "taking_part": 3, "means": 2} | values), sector=sector)


def answered(survey, *sectors: str, text: str = "", **values) -> None:
    """One answer for each sector named."""
    for sector in sectors:
        answering.answer(survey=survey, key=uuid.uuid4(), said=said(sector, **values), text=text)


def ended(survey, days_ago: int = 1) -> Survey:
    """As it is so many days after its last day."""
    closed = norwegian.today() - dt.timedelta(days=days_ago)
    Survey.objects.filter(pk=survey.pk).update(opened_on=closed - dt.timedelta(days=14), closes_on=closed)
    survey.refresh_from_db()
    return survey
