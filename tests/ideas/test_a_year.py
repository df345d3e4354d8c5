"""A year with 40 contacts and 400 ideas, by the functions the beat runs.

Some contacts answer at once, some are slow, some never do; they are away, choose how much mail they want, and two of
three have a deputy. The clock is one frozen clock that moves through every day of the year.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter

import pytest
from freezegun import freeze_time

from ideas import gathering, moving, receiving, tasks
from ideas.models import Idea, Intake, Reminder
from meetings import reminding as meeting_reminders
from municipalities.models import FouiContact
from partnership.common import contributions, norwegian
from partnership.mail import digest, preferences
from partnership.mail.models import OutgoingMail
from partnership.people import terms
from partnership.people.models import Absence
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

FIRST = dt.date(2027, 1, 4)
YEAR = 364
CONTACTS, IDEAS = 40, 400
A_DAY = dt.timedelta(days=1)
# Sign-in, roles and meetings have mails of their own; «Dette venter» and what is written below are not urgent.
NOT_URGENT = ("mail.digest", "ideas.to_leader", "people.still_you")


class Contact:
    """``patience``: working days from when a thing waits until it is done; None: never."""

    def __init__(self, number: int, chance: random.Random) -> None:
        place = factories.MunicipalityFactory()
        seat = FouiContact.objects.create(municipality=place)
        self.place = place
        self.person = factories.give(seat, days=3000)
        self.patience = (0, 2, 8, 25, None)[number % 5]
        leader = f"leder{number}@kommune.example" if number % 4 else ""
        Intake.objects.create(municipality=place, state="open", leader_email=leader)
        if number % 3:
            factories.give(seat, capacity="deputy", days=3000)
        preferences.choose(person=self.person, amount=("all", "weekly", "all", "needed")[number % 4])
        for start in (chance.randrange(20, 150), chance.randrange(180, 320)):
            since = FIRST + start * A_DAY
            Absence.objects.create(person=self.person, since=since, until=since + chance.randrange(3, 25) * A_DAY)


@pytest.fixture
def only_what_is_under_test(settings):
    """No meetings and no partners are in this year: what waits because of them is left out, for speed alone."""
    settings.WAITING = ["partnership.people.waiting.waiting", "ideas.waiting.waiting"]
    contributions.resolve.cache_clear()
    yield
    contributions.resolve.cache_clear()


def work(contact: Contact, on: dt.date) -> None:
    """What the contact gets done on the day."""
    if contact.patience is None or Absence.objects.of(contact.person).on(on).exists():
        return
    limit = norwegian.add_working_days(on, -contact.patience)
    for idea in Idea.objects.open().of_municipality(contact.place).filter(stage_since__date__lte=limit):
        if idea.stage == "received":
            moving.move(idea=idea, to="trying", by=contact.person, next_date=norwegian.add_working_days(on, 30))
        elif idea.next_date <= limit:
            moving.move(idea=idea, to="ended", by=contact.person, reason="Prøvd, og lært av.")
    back = gathering.waited_for(contact.person, on)
    if back > 3:
        due = list(gathering.due(contact.person, on))
        gathering.give_all_time(ideas=due, until=norwegian.add_working_days(on, 5), by=contact.person)


def arrivals(chance: random.Random, contacts: list[Contact]) -> dict[int, list[Contact]]:
    found: dict[int, list[Contact]] = {}
    for _number in range(IDEAS):
        found.setdefault(chance.randrange(0, YEAR - 30), []).append(chance.choice(contacts))
    return found


def check_the_day() -> None:
    """Every open idea lies with somebody until a day; there is a contact in every municipality all year."""
    opened = Idea.objects.open()
    assert not opened.filter(next_date__isnull=True).exists()
    assert not opened.lying_with_postmottak().exists()
    assert not opened.perhaps_without_holder(norwegian.today()).filter(holder_person__isnull=True).exists()


def hand_over(contact: Contact, on: dt.date) -> None:
    new = factories.person()
    terms.hand_over(seat=FouiContact.objects.get(municipality=contact.place), to=new, on=on, by=None)
    contact.person = new


def test_a_year_of_ideas(only_what_is_under_test):
    chance = random.Random(4)
    with freeze_time(norwegian.at(FIRST, dt.time(6))) as clock:
        contacts = [Contact(number, chance) for number in range(CONTACTS)]
        coming = arrivals(chance, contacts)
        for day in range(YEAR):
            on = FIRST + day * A_DAY
            for hour in (6, 9):
                clock.move_to(norwegian.at(on, dt.time(hour, 50)))
                if hour == 6:
                    terms.carry_out_due_handovers()
                tasks.hourly()
                digest.send_due()
            meeting_reminders.sweep()
            for contact in coming.get(day, []):
                sender = receiving.From(email=f"siv{day}@kommune.example")
                receiving.receive(municipality=contact.place, problem="Snøen.", sender=sender)
            if norwegian.is_working_day(on):
                for contact in contacts if day % 2 else contacts[::2]:
                    work(contact, on)
            if day in (100, 200):
                hand_over(contacts[day // 100], on)
            check_the_day()

    assert Idea.objects.count() == IDEAS
    assert twice_a_day() == {}
    assert in_holidays() == []
    assert_each_level_once()


def twice_a_day() -> dict[object, int]:
    mails = OutgoingMail.objects.filter(kind__in=NOT_URGENT).values_list("to_email", "not_before")
    counted = Counter((address, norwegian.local(at).date()) for address, at in mails)
    assert len(counted) > 500
    return {key: count for key, count in counted.items() if count > 1}


def in_holidays() -> list[object]:
    told = [norwegian.local(at).date() for at in Reminder.objects.values_list("at", flat=True)]
    mailed = OutgoingMail.objects.filter(kind__in=("mail.digest", "ideas.to_leader"))
    days = [norwegian.local(at).date() for at in mailed.values_list("not_before", flat=True)]
    return [day for day in told if not norwegian.is_answering_day(day)] + [
        day for day in days if not norwegian.is_working_day(day)
    ]


def assert_each_level_once() -> None:
    rows = list(Reminder.objects.order_by("at").values_list("idea", "about", "level", "at"))
    assert max(Counter((idea, about, level) for idea, about, level, _at in rows).values()) == 1
    levels = Counter(level for *_rest, level, _at in rows)
    assert min(levels["holder"], levels["deputy"], levels["leader"]) >= 20, levels
    leaders = set(OutgoingMail.objects.filter(kind="ideas.to_leader").values_list("to_email", flat=True))
    assert leaders <= set(Intake.objects.with_leader().values_list("leader_email", flat=True))
