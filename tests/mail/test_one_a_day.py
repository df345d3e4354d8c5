"""At most one mail a day to a person of those that can wait, whichever kind came first."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager

import pytest
from django.db.models import F
from django.utils import timezone
from freezegun import freeze_time

from ideas.late import reminding
from ideas.models import Intake
from partnership.common import norwegian
from partnership.mail import digest, notices, one_a_day, outbox, preferences
from partnership.mail.models import OutgoingMail
from partnership.people import yearly
from partnership.people.models import RoleTerm
from tests import factories

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2027, 9, 6)
A_DAY = dt.timedelta(days=1)


@contextmanager
def at(day: int, hour: int = 8):
    """What was due before has left by then."""
    with freeze_time(norwegian.at(MONDAY + day * A_DAY, dt.time(hour))):
        due = OutgoingMail.objects.still_in_house().filter(not_before__lt=timezone.now())
        due.update(state="sent", sent_at=F("not_before"))
        yield


@pytest.fixture
def kari():
    """Not heard from for a year, and something waits for her."""
    with at(0, 6):
        person = factories.contact("Kari Vik")
        RoleTerm.objects.update(last_confirmed=timezone.now() - dt.timedelta(days=400))
        notices.notify(person, "test", "noe-nytt", "/", "Noe nytt har skjedd")
    return person


def days(person) -> dict[str, int]:
    """By kind, how many days after the Monday it leaves."""
    rows = OutgoingMail.objects.filter(to_email=person.email)
    return {row.kind: (norwegian.local(row.not_before).date() - MONDAY).days for row in rows}


def test_the_digest_waits_a_day_when_still_you_came_first(kari):
    with at(0, 7):
        yearly.ask_the_silent()
    for day in range(3):
        with at(day):
            digest.send_due()

    assert days(kari) == {"people.still_you": 0, "mail.digest": 1}


def test_still_you_waits_a_day_when_the_digest_came_first(kari):
    with at(0):
        digest.send_due()
    with at(0, 9):
        yearly.ask_the_silent()

    assert days(kari) == {"mail.digest": 0, "people.still_you": 1}


def test_still_you_is_not_said_again_the_day_after(kari):
    with at(0, 7):
        yearly.ask_the_silent()
    with at(1):
        keys = [item.key for item in digest.items(kari, MONDAY + A_DAY)]
    with at(7):
        later = [item.key for item in digest.items(kari, MONDAY + 7 * A_DAY)]

    assert [any(key.startswith("still-you") for key in found) for found in (keys, later)] == [False, True]


def test_weekly_comes_the_day_after_when_monday_was_taken(kari):
    preferences.choose(person=kari, amount="weekly")
    with at(0, 7):
        yearly.ask_the_silent()
    for day in range(5):
        with at(day):
            digest.send_due()

    assert days(kari) == {"people.still_you": 0, "mail.digest": 1}


def test_weekly_comes_on_tuesday_when_monday_is_a_holiday():
    person = factories.contact("Per Moen")
    preferences.choose(person=person, amount="weekly")
    for day in range(5):
        with freeze_time(norwegian.at(dt.date(2027, 5, 17) + day * A_DAY, dt.time(8))):  # a Monday
            notices.notify(person, "test", f"nytt-{day}", "/", "Noe nytt har skjedd")
            digest.send_due()

    [mail] = OutgoingMail.objects.filter(kind="mail.digest", person=person)
    assert norwegian.local(mail.not_before).date() == dt.date(2027, 5, 18)


def test_a_leader_who_signs_in_gets_one_a_day(kari):
    """The digest was first; the next day is the leader's, and what is new for the digest then waits for the day
    after."""
    with at(-40):
        idea = factories.idea(factories.MunicipalityFactory(), next_date=MONDAY - 15 * A_DAY)
        Intake.objects.update(leader_name="Kari Vik", leader_email=kari.email.upper())
    with at(0):
        digest.send_due()
        reminding.sweep()
    with at(1):
        notices.notify(kari, "test", "mer-nytt", "/", "Mer nytt har skjedd")
        digest.send_due()
    with at(2):
        digest.send_due()

    assert idea.reminders.get().level == "leader"
    assert sorted((day - MONDAY).days for _address, day in left()) == [0, 1, 2]


def left() -> list[tuple[str, dt.date]]:
    rows = OutgoingMail.objects.filter(kind__in=one_a_day.kinds())
    return [(row.to_email.lower(), norwegian.local(row.not_before).date()) for row in rows]


def test_what_does_not_wait_comes_on_any_day_and_takes_none(kari):
    with at(0):
        outbox.enqueue([outbox.to_person(kari, kind="people.welcome", subject_id=1)])
        digest.send_due()

    assert days(kari) == {"people.welcome": 0, "mail.digest": 0}


def test_what_was_given_up_takes_no_day(kari):
    with at(0, 7):
        yearly.ask_the_silent()
    OutgoingMail.objects.update(state="superseded")
    with at(0):
        digest.send_due()

    assert days(kari)["mail.digest"] == 0


def test_two_roles_are_asked_on_two_days(kari):
    seat = factories.FouiContact.objects.create(municipality=factories.MunicipalityFactory())
    with at(0, 6):
        factories.give(seat, kari)
        RoleTerm.objects.update(last_confirmed=timezone.now() - dt.timedelta(days=400))
    with at(0, 7):
        yearly.ask_the_silent()

    assert sorted((address, (day - MONDAY).days) for address, day in left()) == [(kari.email, 0), (kari.email, 1)]
