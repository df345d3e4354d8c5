"""Which broker is suggested: coverage, theme, room; in words, the same each time, and anybody may be chosen."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone, translation

from brokers.models import Broker, Coverage
from ideas.models import BrokerRequest
from ideas.with_brokers import suggesting
from partnership.partners.models import Theme
from partnership.people.models import Absence, RoleTerm
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def bokmal():
    with translation.override("nb"):
        yield


@pytest.fixture
def health():
    return Theme.objects.create(name="Helse", slug="helse")


def say(seat, capacity, until=None):
    seat.capacity, seat.full_until = capacity, until
    seat.save()


def names(idea):
    return [one.name for one in suggesting.brokers_for(idea)]


def reason(idea, name):
    return next(one.reason for one in suggesting.brokers_for(idea) if one.name == name)


def test_the_reasons_stand_in_one_sentence(idea, ola, ola_seat, health):
    idea.themes.add(health)
    ola_seat.themes.add(health)
    Coverage.objects.create(company=ola_seat.company, broker=ola_seat, municipality=idea.municipality)
    say(ola_seat, "free")

    assert reason(idea, "Ola Moen") == "Ola Moen dekker Frosta, kan helse og har ledig kapasitet."


@pytest.mark.parametrize(
    ("capacity", "until", "words"),
    [
        ("", None, "Ola Moen er i et selskap som dekker Frosta."),
        ("free", None, "Ola Moen er i et selskap som dekker Frosta og har ledig kapasitet."),
        ("none", None, "Ola Moen er i et selskap som dekker Frosta og har ikke ledig kapasitet nå."),
        ("full", TODAY, "Ola Moen er i et selskap som dekker Frosta og har ledig kapasitet."),
    ],
)
def test_capacity_is_said_as_the_broker_said_it(capacity, until, words, idea, ola, ola_seat):
    say(ola_seat, capacity, until)

    assert reason(idea, "Ola Moen") == words


def test_one_who_covers_another_place_comes_after_and_says_so(idea, ola, siv):
    assert names(idea) == ["Ola Moen", "Siv Aalberg"]
    assert reason(idea, "Siv Aalberg") == "Siv Aalberg dekker ikke Frosta."


def test_who_is_far_but_knows_the_theme_is_said_so(idea, siv, siv_seat, health):
    idea.themes.add(health)
    siv_seat.themes.add(health)
    say(siv_seat, "free")

    assert reason(idea, "Siv Aalberg") == "Siv Aalberg dekker ikke Frosta, men kan helse og har ledig kapasitet."


def test_the_broker_named_for_the_municipality_comes_before_the_company(idea, ola, ola_seat):
    anne = factories.give(Broker.objects.create(company=ola_seat.company), factories.person("Åse Dahl"))
    seat = Broker.objects.get(terms__person=anne)
    Coverage.objects.create(company=ola_seat.company, broker=seat, municipality=idea.municipality)

    assert names(idea) == ["Åse Dahl", "Ola Moen"]


def test_who_knows_the_theme_comes_before_who_does_not(idea, ola, ola_seat, health):
    anne = factories.give(Broker.objects.create(company=ola_seat.company), factories.person("Åse Dahl"))
    Broker.objects.get(terms__person=anne).themes.add(health)
    assert names(idea) == ["Ola Moen", "Åse Dahl"]

    idea.themes.add(health)

    assert names(idea) == ["Åse Dahl", "Ola Moen"]


def test_one_who_is_full_comes_after_those_with_room_and_is_not_suggested_by_itself(idea, ola, ola_seat):
    factories.give(Broker.objects.create(company=ola_seat.company), factories.person("Åse Dahl"))
    say(ola_seat, "full", TODAY + dt.timedelta(days=30))

    assert names(idea) == ["Åse Dahl", "Ola Moen"]
    assert [one.is_likely for one in suggesting.brokers_for(idea)] == [True, False]
    assert "har fullt til" in reason(idea, "Ola Moen")


def test_one_who_is_away_without_a_deputy_comes_after(idea, ola, ola_seat):
    Absence.objects.create(person=ola, since=TODAY, until=TODAY + dt.timedelta(days=9))

    (first,) = [one for one in suggesting.brokers_for(idea) if one.name == "Ola Moen"]

    assert not first.is_likely
    assert "er borte til" in first.reason
    factories.give(ola_seat, capacity="deputy")
    assert suggesting.brokers_for(idea)[0].is_likely


def test_a_role_nobody_has_is_not_there(idea, ola, ola_seat):
    RoleTerm.objects.filter(seat=ola_seat).update(until=TODAY)

    assert names(idea) == []


def test_the_next_one_has_not_been_asked_before(idea, ola, ola_seat, siv):
    anne = factories.give(Broker.objects.create(company=ola_seat.company), factories.person("Åse Dahl"))
    BrokerRequest.objects.create(idea=idea, broker=ola_seat, answer_by=TODAY, answer="silent")

    assert suggesting.next_for(idea).name == anne.name


def test_with_nobody_near_left_there_is_no_next_one(idea, siv):
    assert suggesting.next_for(idea) is None


def test_many_brokers_cost_no_more_than_one(idea, ola, ola_seat, django_assert_max_num_queries):
    for _number in range(5):
        factories.give(Broker.objects.create(company=ola_seat.company))

    with django_assert_max_num_queries(8):
        assert len(suggesting.brokers_for(idea)) == 6
