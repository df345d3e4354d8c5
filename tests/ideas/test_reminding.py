"""A late idea: whoever it lies with, the deputy, the municipality's leader, each once; holidays and absence pause."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connections
from freezegun import freeze_time

from ideas import tasks
from ideas.late import reminding
from ideas.life import moving
from ideas.models import Idea, IdeaEvent, Intake, Reminder
from ideas.whose import holding
from partnership.common import contributions, norwegian
from partnership.mail import digest
from partnership.mail.models import OutgoingMail
from partnership.people import roles
from partnership.people.models import Absence, RoleTerm
from tests import factories

pytestmark = pytest.mark.django_db

MONDAY = dt.date(2027, 9, 6)
A_DAY = dt.timedelta(days=1)


@pytest.fixture
def place():
    found = factories.MunicipalityFactory(name="Frosta", slug="frosta")
    Intake.objects.create(
        municipality=found, state="open", leader_name="Rita Dahl", leader_email="rita@frosta.example"
    )
    return found


@pytest.fixture
def kari(place):
    return factories.contact("Kari Vik", place)


@pytest.fixture
def siri(kari):
    return factories.give(kari.terms.get().seat, factories.person("Siri Foss"), capacity="deputy")


def late(place, next_date: dt.date = MONDAY - A_DAY, **fields) -> Idea:
    """Its day was Sunday 5 September, so that the first answering day after it is Monday."""
    with freeze_time(norwegian.at(next_date - 14 * A_DAY, dt.time(9))):
        return factories.idea(place, sender="siv@frosta.example", next_date=next_date, **fields)


def beats(first: dt.date, days: int) -> None:
    """One frozen clock that moves: to stop it and begin anew takes longer than what is tested."""
    with freeze_time(norwegian.at(first, dt.time(7))) as clock:
        for day in range(days):
            for hour in (7, 14):
                clock.move_to(norwegian.at(first + day * A_DAY, dt.time(hour, 40)))
                tasks.hourly()
                digest.send_due()


def told() -> dict[str, dt.date]:
    return {one.level: norwegian.local(one.at).date() for one in Reminder.objects.order_by("at")}


def digests(person) -> list[dt.date]:
    mails = OutgoingMail.objects.filter(kind="mail.digest", person=person).order_by("date")
    return [norwegian.local(mail.date).date() for mail in mails]


def keys(person, on: dt.date) -> list[str]:
    with freeze_time(norwegian.at(on, dt.time(9))):
        roles.forget(person)
        return [item.key for item in contributions.waiting(person, on)]


def test_an_untouched_idea_is_told_holder_deputy_and_leader_each_once(place, kari, siri):
    idea = late(place)

    beats(MONDAY - A_DAY, 40)

    assert told() == {"holder": MONDAY, "deputy": MONDAY + 7 * A_DAY, "leader": MONDAY + 14 * A_DAY}
    assert Reminder.objects.count() == 3
    assert digests(siri) == [MONDAY + 7 * A_DAY]
    assert OutgoingMail.objects.filter(kind="ideas.to_leader").values_list("to_email", flat=True).get() == (
        "rita@frosta.example"
    )
    events = IdeaEvent.objects.filter(idea=idea, kind="reminded")
    assert [(one.by, one.is_internal) for one in events] == [(None, True)] * 3
    assert OutgoingMail.objects.filter(kind="ideas.status").count() == 0


def test_the_holder_is_told_by_mail_when_it_is_late_and_only_then(place, kari):
    late(place)

    beats(MONDAY, 5)

    assert digests(kari) == [MONDAY]


def test_without_a_deputy_it_goes_straight_to_the_leader(place, kari):
    late(place)

    beats(MONDAY, 12)

    assert told() == {"holder": MONDAY, "leader": MONDAY + 7 * A_DAY}


def test_without_a_leaders_address_it_stays_and_the_contact_is_asked_for_one(place, kari):
    Intake.objects.update(leader_email="")
    late(place)

    beats(MONDAY, 20)

    assert told() == {"holder": MONDAY}
    assert f"idea-leader:{place.pk}" in keys(kari, MONDAY + 20 * A_DAY)
    Intake.objects.update(leader_email="rita@frosta.example")
    beats(MONDAY + 21 * A_DAY, 1)
    assert told()["leader"] == MONDAY + 21 * A_DAY
    assert f"idea-leader:{place.pk}" not in keys(kari, MONDAY + 22 * A_DAY)


def test_a_new_date_begins_anew(place, kari):
    idea = late(place)
    beats(MONDAY, 3)

    with freeze_time(norwegian.at(MONDAY + 3 * A_DAY, dt.time(9))):
        holding.give_time(idea=idea, until=MONDAY + 4 * A_DAY, by=kari)
    beats(MONDAY + 3 * A_DAY, 5)

    about = Reminder.objects.order_by("at").values_list("level", "about")
    assert list(about) == [("holder", MONDAY - A_DAY), ("holder", MONDAY + 4 * A_DAY)]


def test_nobody_is_told_of_what_has_been_closed_or_is_not_late(place, kari):
    idea, _other = late(place), late(place, MONDAY + 30 * A_DAY)
    with freeze_time(norwegian.at(MONDAY, dt.time(6))):
        moving.move(idea=idea, to="ended", by=kari, reason="Finnes allerede.")

    beats(MONDAY, 5)

    assert told() == {}


@pytest.mark.parametrize(
    ("next_date", "first"),
    [
        ("2027-12-23", "2028-01-03"),  # Christmas
        ("2027-03-19", "2027-03-30"),  # the week before Easter, and Easter
        ("2027-07-09", "2027-08-02"),  # weeks 28 to 30
        ("2027-05-14", "2027-05-18"),  # Whit Monday is 17 May
    ],
)
def test_no_reminder_comes_in_holidays(place, kari, next_date, first):
    day = dt.date.fromisoformat(next_date)
    late(place, day)

    for number in range(40):
        reminding.sweep(norwegian.at(day + number * A_DAY, dt.time(10)))

    assert told()["holder"] == dt.date.fromisoformat(first)


def test_while_the_holder_is_away_without_a_deputy_nobody_is_told_and_the_clock_starts_anew(place, kari):
    late(place)
    Absence.objects.create(person=kari, since=MONDAY - 7 * A_DAY, until=MONDAY + 14 * A_DAY)

    beats(MONDAY, 14)
    assert told() == {}
    beats(MONDAY + 14 * A_DAY, 20)

    assert told() == {"holder": MONDAY + 15 * A_DAY, "leader": MONDAY + 22 * A_DAY}


def test_an_absence_between_two_levels_starts_the_second_anew(place, kari):
    late(place)
    beats(MONDAY, 2)
    Absence.objects.create(person=kari, since=MONDAY + 2 * A_DAY, until=MONDAY + 21 * A_DAY)

    beats(MONDAY + 2 * A_DAY, 40)

    assert told()["leader"] == MONDAY + 28 * A_DAY


def test_while_the_holder_is_away_it_waits_for_the_deputy_at_once(place, kari, siri):
    idea = late(place, MONDAY + 2 * A_DAY)
    Absence.objects.create(person=kari, since=MONDAY, until=MONDAY + 60 * A_DAY)

    assert keys(siri, MONDAY) == [f"idea:{idea.pk}:20270908:soon"]
    beats(MONDAY, 20)

    assert told() == {"deputy": MONDAY + 3 * A_DAY, "leader": MONDAY + 10 * A_DAY}
    assert digests(kari) == []


def test_what_lies_with_a_named_person_comes_to_the_contact_before_the_leader(place, kari):
    mona = factories.person("Mona Brekke")
    idea = late(place, holder_seat=None, holder_person=mona)

    beats(MONDAY, 15)

    assert told() == {"holder": MONDAY, "deputy": MONDAY + 7 * A_DAY, "leader": MONDAY + 14 * A_DAY}
    assert digests(mona) == [MONDAY]
    assert digests(kari) == [MONDAY + 7 * A_DAY]
    assert f"idea:{idea.pk}:20270905:deputy" in keys(kari, MONDAY + 8 * A_DAY)


def test_a_role_nobody_has_is_told_to_the_leader(place, kari):
    late(place)
    RoleTerm.objects.update(until=MONDAY - 3 * A_DAY)

    beats(MONDAY, 12)

    assert told() == {"leader": MONDAY + 7 * A_DAY}


def test_the_leader_gets_one_mail_a_day_whatever_the_number_of_ideas(place, kari):
    for _number in range(3):
        late(place)

    beats(MONDAY, 12)

    assert Reminder.objects.filter(level="leader").count() == 3
    assert OutgoingMail.objects.filter(kind="ideas.to_leader").count() == 1


def test_the_leader_is_not_written_to_at_night(place, kari):
    late(place)
    beats(MONDAY, 2)

    reminding.sweep(norwegian.at(MONDAY + 7 * A_DAY, dt.time(0, 10)))

    mail = OutgoingMail.objects.get(kind="ideas.to_leader")
    assert norwegian.local(mail.not_before) == norwegian.at(MONDAY + 7 * A_DAY, dt.time(8))


def test_one_idea_that_fails_keeps_no_other_from_its_reminder(place, kari, monkeypatch):
    first, second = late(place), late(place)
    real = reminding._remind
    monkeypatch.setattr(reminding, "_remind", lambda idea, *rest: 1 / 0 if idea.pk == first.pk else real(idea, *rest))

    assert reminding.sweep(norwegian.at(MONDAY, dt.time(9))) == 1

    assert Reminder.objects.get().idea == second


def test_what_is_on_hold_comes_back_on_its_day(place, kari):
    idea = late(place, MONDAY, stage="paused", paused_in="clarifying")

    with freeze_time(norwegian.at(MONDAY, dt.time(9))):
        [item] = contributions.waiting(kari, MONDAY)

    assert (item.title, item.actions[0].label) == (f"Ta opp igjen idé {idea.number}", "Ta den opp igjen")


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_tell_each_once(place, kari, siri):
    for _number in range(3):
        late(place)
    errors: list[Exception] = []

    for day in (0, 7, 14):
        both = threading.Barrier(2)

        def beat(day: int = day, both: threading.Barrier = both) -> None:
            try:
                both.wait(10)
                reminding.sweep(norwegian.at(MONDAY + day * A_DAY, dt.time(9)))
            except Exception as error:
                errors.append(error)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=beat) for _time in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert errors == []
    assert (
        sorted(Reminder.objects.values_list("level", flat=True)) == ["deputy"] * 3 + ["holder"] * 3 + ["leader"] * 3
    )
    assert IdeaEvent.objects.filter(kind="reminded").count() == 9
    assert OutgoingMail.objects.filter(kind="ideas.to_leader").count() == 1
