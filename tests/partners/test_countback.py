"""Days counted back from a deadline never fall on a day off."""

from __future__ import annotations

import datetime as dt

import pytest

from partnership.common import norwegian
from partnership.partners import countback
from partnership.partners.countback import Step
from tests.partners import money

pytestmark = pytest.mark.django_db

DEADLINE = norwegian.at(dt.date(2027, 4, 7), dt.time(13))


def rows(today: dt.date = dt.date(2026, 11, 27), closes: dt.datetime = DEADLINE, **terms: object):
    return countback.rows(closes=closes, terms=money.call(money.scheme(**terms)).terms, today=today)


def test_easter_is_jumped_over():
    found = {row.step: row.day for row in rows(needs_broker_dialogue=True)}

    assert found == {
        Step.BROKER: dt.date(2027, 2, 26),
        Step.ANCHORED: dt.date(2027, 3, 5),
        Step.RESEARCH: dt.date(2027, 3, 12),
        Step.OUTLINE: dt.date(2027, 3, 17),
        Step.BUDGET: dt.date(2027, 3, 23),
        Step.READ: dt.date(2027, 3, 31),
        Step.SEND: dt.date(2027, 4, 5),
        Step.DEADLINE: dt.date(2027, 4, 7),
    }


@pytest.mark.parametrize("day", range(1, 32))
def test_every_day_but_the_deadline_is_a_working_day(day):
    found = rows(closes=norwegian.at(dt.date(2027, 5, day), dt.time(23, 59)))

    assert all(norwegian.is_working_day(row.day) for row in found[:-1])
    assert found[-1].day == dt.date(2027, 5, day)
    assert [row.day for row in found] == sorted(row.day for row in found)


def test_what_is_not_asked_for_is_not_counted():
    found = [row.step for row in rows(needs_broker_dialogue=False, needs_research_partner=False)]

    assert found == [Step.ANCHORED, Step.OUTLINE, Step.BUDGET, Step.READ, Step.SEND, Step.DEADLINE]


def test_what_nobody_knows_is_asked_of_the_researchers_and_not_of_the_broker():
    found = [row.step for row in rows()]

    assert Step.RESEARCH in found
    assert Step.BROKER not in found


def test_what_should_be_done_already_says_so():
    found = rows(today=dt.date(2027, 3, 31))

    assert [row.step for row in found if row.is_past] == [Step.ANCHORED, Step.RESEARCH, Step.OUTLINE, Step.BUDGET]


def test_a_deadline_just_before_midnight_utc_is_counted_from_its_day_in_oslo():
    late = dt.datetime(2027, 4, 6, 22, 30, tzinfo=dt.UTC)

    assert rows(closes=late)[-1].day == dt.date(2027, 4, 7)
