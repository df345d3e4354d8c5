"""A year with 40 contacts and 400 ideas, by the functions the beat runs, on one frozen clock that moves day by day.

Some contacts answer at once, some are slow, some never do; they are away, choose how much mail they want, and two of
three have a deputy. Some leaders sign in themselves, and some contacts send ideas of their own.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from itertools import groupby

import pytest
from django.utils import timezone
from freezegun import freeze_time

from ideas import gathering, holding, keeping, moving, receiving, tasks
from ideas.models import Idea, Intake, Reminder
from municipalities.models import FouiContact
from partnership.common import contributions, norwegian
from partnership.mail import digest, kinds, one_a_day, preferences
from partnership.mail.models import Digest, OutgoingMail
from partnership.people import terms, yearly
from partnership.people.models import Absence, RoleTerm
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

FIRST = dt.date(2027, 1, 4)
YEAR = 364
CONTACTS, IDEAS = 40, 400
A_DAY = dt.timedelta(days=1)
# What design 5.8 leaves out of «at most one a day»: an answer to what one did oneself, or a change of one's role.
COMES_AT_ONCE = {
    "ideas.receipt",  # to whoever pressed *send*
    "ideas.given",  # a colleague has given one an idea
    "people.welcome",
    "people.takes_over",
    "people.role_ended",
    "people.deputy_named",
    "people.deputy_ended",
}


class Contact:
    """``patience``: working days from when a thing waits until it is done; None: never."""

    def __init__(self, number: int, chance: random.Random) -> None:
        place = factories.MunicipalityFactory()
        seat = FouiContact.objects.create(municipality=place)
        self.place = place
        self.person = factories.give(seat, days=3000)
        self.patience = (0, 2, 8, 25, None)[number % 5]
        self.helper = factories.person() if number % 10 == 1 else None
        self.intake = Intake.objects.create(
            municipality=place, state="open", leader_email=f"leder{number}@kommune.example" if number % 4 else ""
        )
        if number % 3:
            factories.give(seat, capacity="deputy", days=3000)
        preferences.choose(person=self.person, amount=("all", "weekly", "all", "needed")[number % 4])
        heard = norwegian.at(FIRST - chance.randrange(0, 360) * A_DAY, dt.time(12))
        RoleTerm.objects.filter(person=self.person).update(last_confirmed=heard)
        for start in (chance.randrange(20, 150), chance.randrange(180, 320)):
            since = FIRST + start * A_DAY
            Absence.objects.create(person=self.person, since=since, until=since + chance.randrange(3, 25) * A_DAY)


@pytest.fixture
def only_what_is_under_test(settings):
    """No meetings and no partners are in this year: what waits because of them is left out, for speed alone. The
    two minutes of *Angre* are as they are."""
    settings.WAITING = ["partnership.people.waiting.waiting", "ideas.waiting.waiting"]
    settings.MAIL_HOLD_SECONDS = 120
    contributions.resolve.cache_clear()
    yield
    contributions.resolve.cache_clear()


def make_contacts(chance: random.Random) -> list[Contact]:
    """Every eighth leader is a contact of another municipality."""
    contacts = [Contact(number, chance) for number in range(CONTACTS)]
    for number in range(3, CONTACTS, 8):
        contacts[number].intake.leader_email = contacts[number - 1].person.email
        contacts[number].intake.save()
    return contacts


def arrivals(chance: random.Random, contacts: list[Contact]) -> dict[int, list[tuple[Contact, str]]]:
    """By day: to whom, and from which address; some send several in a day."""
    found: dict[int, list[tuple[Contact, str]]] = {}
    for number in range(IDEAS):
        day = chance.randrange(0, YEAR - 30)
        address = chance.choice(contacts).person.email if number % 20 == 0 else f"siv{day}@kommune.example"
        found.setdefault(day, []).append((chance.choice(contacts), address))
    return found


def work(contact: Contact, on: dt.date) -> None:
    """What the contact gets done on the day."""
    if contact.patience is None:
        return
    limit = norwegian.add_working_days(on, -contact.patience) if contact.patience else on
    for idea in Idea.objects.open().of_municipality(contact.place).filter(stage_since__date__lte=limit):
        if idea.stage == "received":
            moving.move(idea=idea, to="trying", by=contact.person, next_date=norwegian.add_working_days(on, 30))
            if contact.helper:
                until = norwegian.add_working_days(on, 20)
                holding.hand_on(idea=idea, by=contact.person, to_person=contact.helper, until=until)
        elif idea.next_date <= limit:
            moving.move(idea=idea, to="ended", by=contact.person, reason="Prøvd, og lært av.")
    if gathering.waited_for(contact.person, on) > 3:
        due = list(gathering.due(contact.person, on))
        gathering.give_all_time(ideas=due, until=norwegian.add_working_days(on, 5), by=contact.person)


def post() -> None:
    """What ``delivery`` does, without a relay and by the frozen clock: what is due leaves or is obsolete."""
    now = timezone.now()
    due = OutgoingMail.objects.still_in_house().filter(not_before__lte=now).order_by("kind", "pk")
    for kind, rows in groupby(list(due), lambda row: row.kind):
        rows = list(rows)
        obsolete: set[int] = set()
        if kind in ("ideas.status", "ideas.to_leader"):
            contexts = kinds.registry()[kind].contexts(rows)
            obsolete = {pk for pk, context in contexts.items() if isinstance(context, kinds.Obsolete)}
        OutgoingMail.objects.among(obsolete).update(state="superseded")
        OutgoingMail.objects.among({row.pk for row in rows} - obsolete).update(state="sent", sent_at=now)


def check_the_day(on: dt.date) -> None:
    """Every open idea lies with somebody, who is there, until a day."""
    assert not Idea.objects.open().filter(next_date__isnull=True).exists()
    assert not Idea.objects.lying_with_postmottak().exists()
    doubtful = Idea.objects.perhaps_without_holder(on).with_holder()
    assert [idea.number for idea in doubtful if keeping.is_without_holder(idea, on)] == []


def hand_over(contact: Contact, on: dt.date) -> None:
    new = factories.person()
    terms.hand_over(seat=FouiContact.objects.get(municipality=contact.place), to=new, on=on, by=None)
    contact.person = new


def morning(clock, on: dt.date) -> None:
    """Also on Sundays and holidays: that nothing is told then is what is tested."""
    for at, beat in ((dt.time(7, 40), digest.send_due), (dt.time(8, 5), tasks.hourly)):
        clock.move_to(norwegian.at(on, at))
        if at.hour == 7:
            terms.carry_out_due_handovers()
            yearly.ask_the_silent()
        beat()
        post()


def live(clock, chance: random.Random) -> None:
    contacts = make_contacts(chance)
    coming = arrivals(chance, contacts)
    for day in range(YEAR):
        on = FIRST + day * A_DAY
        morning(clock, on)
        clock.move_to(norwegian.at(on, dt.time(12)))
        for contact, address in coming.get(day, []):
            receiving.receive(municipality=contact.place, problem="Snøen.", sender=receiving.From(email=address))
        if norwegian.is_working_day(on):
            away = set(Absence.objects.on(on).values_list("person", flat=True))
            for contact in contacts if day % 2 else contacts[::2]:
                if contact.person.pk not in away:
                    work(contact, on)
        if day in (100, 200):
            hand_over(contacts[day // 100], on)
        check_the_day(on)
        clock.move_to(norwegian.at(on, dt.time(12, 10)))
        post()


def test_a_year_of_ideas(only_what_is_under_test):
    with freeze_time(norwegian.at(FIRST, dt.time(6))) as clock:
        live(clock, random.Random(4))

    assert Idea.objects.count() == IDEAS
    assert twice_a_day() == {}
    assert in_holidays() == []
    assert_each_level_once()
    assert_nothing_was_forgotten()


def twice_a_day() -> dict[object, int]:
    """Addresses and days with more than one mail of those that are not urgent."""
    everything = set(OutgoingMail.objects.values_list("kind", flat=True))
    assert everything - one_a_day.kinds() <= COMES_AT_ONCE
    mails = OutgoingMail.objects.filter(state="sent").exclude(kind__in=COMES_AT_ONCE)
    told = Counter(mails.values_list("kind", flat=True))
    assert min(told[kind] for kind in one_a_day.kinds()) > 15, told
    rows = mails.values_list("to_email", "sent_at")
    counted = Counter((address.lower(), norwegian.local(at).date()) for address, at in rows)
    return {key: count for key, count in counted.items() if count > 1}


def in_holidays() -> list[object]:
    told = [norwegian.local(at).date() for at in Reminder.objects.values_list("at", flat=True)]
    mailed = OutgoingMail.objects.filter(kind__in=("mail.digest", "ideas.to_leader"), state="sent")
    days = [norwegian.local(at).date() for at in mailed.values_list("sent_at", flat=True)]
    return [day for day in told if not norwegian.is_answering_day(day)] + [
        day for day in days if not norwegian.is_working_day(day)
    ]


def assert_each_level_once() -> None:
    rows = list(Reminder.objects.values_list("idea", "about", "level"))
    assert max(Counter(rows).values()) == 1
    levels = Counter(level for *_rest, level in rows)
    assert min(levels["holder"], levels["deputy"], levels["leader"]) >= 20, levels
    leaders = set(OutgoingMail.objects.filter(kind="ideas.to_leader").values_list("to_email", flat=True))
    assert leaders <= set(Intake.objects.with_leader().values_list("leader_email", flat=True))


def assert_nothing_was_forgotten() -> None:
    """To give way to another mail is to come some days later, not never."""
    long_ago = norwegian.at(FIRST + (YEAR - 10) * A_DAY, dt.time())
    assert not OutgoingMail.objects.still_in_house().filter(created_at__lt=long_ago).exists()
    late = {f"idea:{pk}:{about:%Y%m%d}:late" for pk, about in open_and_late()}
    told = {key for keys in Digest.objects.values_list("keys", flat=True) for key in keys}
    assert len(late) > 5
    assert late - told == set()


def open_and_late() -> list[tuple[int, dt.date]]:
    """Those whose holder was reminded long ago and reads «Dette venter»."""
    held = RoleTerm.objects.current(FIRST + YEAR * A_DAY).holders()
    reads = [term.seat_id for term in held if not preferences.wants_none(term.person)]
    long_ago = norwegian.at(FIRST + (YEAR - 60) * A_DAY, dt.time())
    rows = Reminder.objects.filter(level="holder", at__lt=long_ago, idea__holder_seat__in=reads)
    return list(rows.still_late().values_list("idea", "about"))
