"""Pages cost the same however much there is; and what strategies hold about people is given out and forgotten."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from municipalities.models import Experience, Milestone, Strategy, StrategyReader
from municipalities.strategies import deciding, phasing, privacy, readers
from municipalities.views import strategies
from overview.strategies import ties
from partnership.common import contributions, norwegian
from partnership.people import privacy as people
from tests import factories
from tests.strategies.test_starting import client_of

pytestmark = pytest.mark.django_db


def queries(client, address: str) -> int:
    cache.clear()
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200, address
    return len(captured)


def fill(strategy, kari, count: int) -> None:
    for number in range(count):
        factories.strategy(visibility="public").phases.create(kind="mandate")
        goal = strategy.goals.create(title=f"Mål {number}")
        measure = goal.measures.create(title="Tiltak")
        measure.milestones.create(title="Milepæl", due=norwegian.today(), person=kari)
        told = Experience.objects.create(
            municipality=strategy.municipality, title="Lært", published_at=timezone.now()
        )
        idea = factories.idea(strategy.municipality)
        for kind, row in (("experience", told), ("idea", idea), ("meeting", factories.meeting(is_public=True))):
            ties.tie(goal=goal, kind=kind, pk=row.pk, by=kari)


def test_list_and_page_ask_the_same_for_one_and_for_thirty(strategy, kari):
    phasing.add(strategy=strategy, kinds=["mandate", "kick_off", "draft"])
    client = client_of(kari)
    addresses = ["/strategier/", strategy.get_absolute_url(), f"{strategy.get_absolute_url()}for-kommunestyret/"]
    fill(strategy, kari, 1)
    with_one = [queries(client, address) for address in addresses]
    fill(strategy, kari, 12)
    with_many = [queries(client, address) for address in addresses]

    assert with_many == with_one
    assert with_many[0] <= 8
    assert max(with_many[1:]) <= 15, with_many


def test_ones_own_stand_first_however_many_the_others_have(strategy, kari, monkeypatch):
    monkeypatch.setattr(strategies, "A_PAGE", 2)
    Strategy.objects.update(begins=norwegian.today() - dt.timedelta(days=900))
    for number in range(3):
        factories.strategy(factories.MunicipalityFactory(), title=f"Annens {number}", visibility="public")
    client = client_of(kari)

    first = client.get("/strategier/")
    second = client.get(f"/strategier/?etter={first.context['next_after']}")

    titles = [[one.title for one, _state in answer.context["others"]] for answer in (first, second)]
    assert [one for one, _state in first.context["own"]] == [strategy]
    assert titles == [["Annens 2", "Annens 1"], ["Annens 0"]]
    assert ("Vis flere" in first.content.decode(), "Vis flere" in second.content.decode()) == (True, False)


def test_own_data_erasing_and_forgetting(strategy, milestone, kari):
    Milestone.objects.update(seat=None, person=kari)
    Milestone.objects.create(measure=milestone.measure, title="Navngitt", due=milestone.due, named="Kari Vik")
    readers.add(strategy=strategy, name="Kari Vik", email=kari.email.upper(), part="", by=kari)
    found = contributions.person_data(kari)
    assert [row["title"] for row in found["milestones"]] == ["Alle har fått svar"]
    assert [row["name"] for row in found["strategies_read_by_link"]] == ["Kari Vik"]

    people.erase(person=kari)

    assert not StrategyReader.objects.exists()
    assert {(one.person, one.named) for one in Milestone.objects.all()} == {(None, "")}


def test_one_that_was_read_by_a_link_is_not_deleted_when_the_reader_is_forgotten(strategy, kari):
    readers.add(strategy=strategy, name="Geir Ness", email="geir@forbund.example", part="Fagforbundet", by=kari)
    privacy.erase(factories.person(), {"geir@forbund.example"})

    with pytest.raises(ValidationError, match="Andre har sett den"):
        deciding.delete(strategy=strategy)

    assert (StrategyReader.objects.count(), Strategy.objects.count()) == (0, 1)


def test_readers_are_forgotten_when_it_was_over_long_ago(strategy, kari):
    old, new = (
        readers.add(strategy=strategy, name="Leser", email=f"{name}@a.example", part="", by=kari)
        for name in ("gammel", "ny")
    )
    long_ago = timezone.now() - dt.timedelta(days=900)
    StrategyReader.objects.filter(pk=old.pk).update(ended_at=long_ago)

    privacy.forget(norwegian.today() - dt.timedelta(days=730))
    assert list(StrategyReader.objects.all()) == [new]

    Strategy.objects.update(state="ended", ended_at=long_ago)
    privacy.forget(norwegian.today() - dt.timedelta(days=730))
    assert not StrategyReader.objects.exists()
