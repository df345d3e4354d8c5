"""A date the sender was promised is never moved without a word: what the forms propose, and what many get at once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from ideas.whose import holding
from partnership.common import norwegian
from tests import factories

pytestmark = pytest.mark.django_db


def days(count: int) -> dt.date:
    return norwegian.add_working_days(norwegian.today(), count)


def proposed(client, idea, name: str) -> dt.date:
    return client.get(reverse(f"ideas:{name}", args=[idea.pk])).context["form"]["next_date"].initial


@pytest.fixture
def as_kari(client, kari):
    client.force_login(kari)
    return client


@pytest.mark.parametrize("promised", [1, 12, 30])
def test_more_time_is_more_than_the_day_it_has(as_kari, idea, promised):
    idea.next_date = days(promised)
    idea.save()

    assert proposed(as_kari, idea, "more_time") == norwegian.add_answering_days(days(promised), 10)


def test_more_time_for_what_is_late_is_counted_from_today(as_kari, idea):
    idea.next_date = days(-30)
    idea.save()

    assert proposed(as_kari, idea, "more_time") == norwegian.add_answering_days(norwegian.today(), 10)


@pytest.mark.parametrize("name", ["seen", "hand_on"])
def test_the_promised_day_stands_when_it_is_given_on(as_kari, idea, kari, name):
    holding.give_time(idea=idea, until=days(4), by=kari)

    assert proposed(as_kari, idea, name) == days(4)


def test_many_get_a_later_day_and_none_an_earlier_one(as_kari, idea, frosta):
    late = factories.idea(frosta, sender="a@frosta.example", stage="clarifying", next_date=days(30))
    paused = factories.idea(
        frosta, sender="b@frosta.example", stage="paused", paused_in="clarifying", next_date=days(3)
    )
    idea.next_date = days(2)
    idea.save()
    pks = [idea.pk, late.pk, paused.pk]

    page = as_kari.post(
        reverse("ideas:several"), {"gjor": "dato", "idea": pks, "next_date": days(9).isoformat()}, follow=True
    ).content.decode()

    for one in (idea, late, paused):
        one.refresh_from_db()
    assert (idea.next_date, late.next_date, paused.next_date) == (days(9), days(30), days(3))
    assert f"{paused.number}: Den er på vent til" in page
    assert f"{late.number}: Den har allerede" in page


def test_many_given_on_keep_what_was_promised_later(as_kari, idea, frosta, kari):
    mona = holding.named_person(name="Mona Brekke", email="mona@frosta.example", by=kari)
    idea.accesses.create(person=mona, why="named")
    paused = factories.idea(
        frosta, sender="b@frosta.example", stage="paused", paused_in="clarifying", next_date=days(3)
    )
    idea.next_date = days(30)
    idea.save()
    data = {"gjor": "videre", "idea": [idea.pk, paused.pk], "holder": f"person:{mona.pk}"}

    as_kari.post(reverse("ideas:several"), data | {"next_date": days(9).isoformat()})

    for one in (idea, paused):
        one.refresh_from_db()
    assert (idea.next_date, paused.next_date) == (days(30), days(3))
    assert {idea.holder_person, paused.holder_person} == {mona}
