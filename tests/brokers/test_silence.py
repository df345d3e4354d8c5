"""Covered municipalities nobody in the company has talked with for six months."""

from __future__ import annotations

import datetime as dt

import pytest
from freezegun import freeze_time

from brokers import logbook, silence
from brokers.logbook import NewFirm
from brokers.models import Broker, Coverage
from partnership.common import norwegian
from tests import factories

pytestmark = pytest.mark.django_db


def quiet(*seats: Broker, on: dt.date | None = None) -> list[tuple[str, dt.date | None]]:
    return [(one.municipality.name, one.last_day) for one in silence.quiet_places(seats, on)]


def test_a_place_never_talked_with_is_quiet_once_it_has_been_covered_for_six_months(ola, frosta, seat):
    new = factories.MunicipalityFactory(name="Leka")
    Coverage.objects.create(company=seat.company, municipality=new)

    assert quiet(seat) == [("Frosta", None)]
    assert quiet(seat, on=silence.months_before(norwegian.today(), -7)) == [("Frosta", None), ("Leka", None)]


def test_a_colleagues_talk_counts_and_another_companys_does_not(ola, tone, siv, frosta, seat):
    factories.talk(siv, frosta)
    assert quiet(seat) == [("Frosta", None)]

    factories.talk(tone, frosta, days_ago=30)
    assert quiet(seat) == []


def test_a_deleted_talk_and_a_talk_with_a_firm_do_not_count(ola, frosta, seat):
    logbook.withdraw(entry=factories.talk(ola, frosta))
    factories.talk(ola, NewFirm("Frosta Fisk"))

    assert quiet(seat) == [("Frosta", None)]


def test_six_months_to_the_day_is_six_months(ola, frosta, seat):
    day = factories.talk(ola, frosta, days_ago=20).day
    on = silence.months_before(day, -6)

    assert quiet(seat, on=on - dt.timedelta(days=1)) == []
    assert quiet(seat, on=on) == [("Frosta", day)]


@pytest.mark.parametrize(
    ("day", "before"),
    [("2026-08-31", "2026-02-28"), ("2028-08-31", "2028-02-29"), ("2026-06-30", "2025-12-30")],
)  # fmt: skip
def test_the_same_day_six_months_earlier_or_that_months_last(day, before):
    assert silence.months_before(dt.date.fromisoformat(day), 6) == dt.date.fromisoformat(before)


def test_what_one_broker_covers_alone_is_not_the_colleagues(ola, tone, seat):
    alone = factories.MunicipalityFactory(name="Tydal")
    other = Broker.objects.get(terms__person=tone)
    Coverage.objects.create(
        company=seat.company, broker=other, municipality=alone, since=norwegian.today() - dt.timedelta(days=300)
    )

    assert ("Tydal", None) not in quiet(seat)
    assert quiet(other) == [("Frosta", None), ("Tydal", None)]


def test_nobody_is_asked_about_without_a_role(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert silence.quiet_places([]) == []


def test_full_until_a_day_is_free_from_that_day(seat):
    seat.capacity, seat.full_until = "full", dt.date(2026, 3, 10)
    seat.save()

    with freeze_time("2026-03-09 12:00"):
        assert (seat.capacity_on(), seat.capacity_line) == ("full", "fullt til 10. mars")
    with freeze_time("2026-03-10 12:00"):
        assert (seat.capacity_on(), seat.capacity_line) == ("free", "ledig kapasitet: ja")
