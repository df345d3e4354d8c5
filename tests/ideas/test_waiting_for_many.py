"""What waits is read once for many people, and one by one on a page: both must find the same."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideas.life.stages import OPEN, Stage
from ideas.models import Idea, LeaderRequest, Message, PassingOn, Reminder, SameNeed
from ideas.waiting import SOON, _found, own_seats
from municipalities.models import FouiContact
from partnership.common import contributions, norwegian, once
from partnership.people import roles
from partnership.people.models import Absence, Seat, User
from tests import factories

pytestmark = pytest.mark.django_db

A_DAY = dt.timedelta(days=1)
IDEAS = 150


class World:
    """Every kind of person (contact, broker, officer, deputy of one or of several, with no role, away) and ideas in
    every stage, wherever they may lie, reminded of or not, with and without a message."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.places = factories.MunicipalityFactory.create_batch(4)
        self.contacts = {place.pk: factories.contact(place=place) for place in self.places[:3]}
        people = list(self.contacts.values())
        people += [factories.broker(), factories.broker(), factories.officer()]
        seats = list(Seat.objects.order_by("pk"))
        self.empty = FouiContact.objects.create(municipality=self.places[3])
        people += [factories.give(self.empty, capacity="deputy"), factories.person(), factories.person()]
        for seat in seats:
            if self.chance.random() < 0.7:
                people.append(factories.give(seat, self._deputy(people, seat), capacity="deputy"))
        self.people = list(User.objects.filter(pk__in={one.pk for one in people}).order_by("pk"))
        self.seats = [*seats, self.empty]
        for one in self.people:
            if self.chance.random() < 0.3:
                Absence.objects.create(
                    person=one, since=norwegian.today() - A_DAY, until=norwegian.today() + 3 * A_DAY
                )
        self.ideas = [self._idea(number) for number in range(IDEAS)]
        self._between_places()

    def _deputy(self, people: list[User], seat: Seat) -> User:
        """Often somebody who has another role."""
        others = [one for one in people if not seat.terms.filter(person=one).exists()]
        return self.chance.choice([factories.person(), *others])

    def _idea(self, number: int) -> Idea:
        stage = self.chance.choice(list(Stage.values) + [Stage.RECEIVED] * 6 + [Stage.BROKERING] * 4)
        lies = self.chance.random()
        idea = Idea.objects.create(
            year=2026, serial=number, municipality=self.chance.choice(self.places), title="Snø", problem="Snø",
            stage=stage, paused_in=Stage.TRYING if stage == Stage.PAUSED else "",
            merged_into=Idea.objects.first() if stage == Stage.MERGED else None,
            stage_since=timezone.now() - self.chance.randrange(30) * A_DAY,
            holder_seat=self.chance.choice(self.seats) if lies < 0.6 else None,
            holder_person=self.chance.choice(self.people) if 0.6 <= lies < 0.95 else None,
            next_date=self._day() if stage in OPEN or self.chance.random() < 0.5 else None,
            answered_at=timezone.now() if self.chance.random() < 0.5 else None,
        )  # fmt: skip
        for level in Reminder.Level.values:
            about = idea.next_date if self.chance.random() < 0.8 else norwegian.today() - 50 * A_DAY
            if about and self.chance.random() < 0.6:
                Reminder.objects.create(idea=idea, level=level, about=about)
        for _message in range(self.chance.randrange(3)):
            read = timezone.now() if self.chance.random() < 0.6 else None
            at = timezone.now() - self.chance.randrange(1000) * dt.timedelta(minutes=1)
            is_senders = self.chance.random() < 0.7
            Message.objects.create(idea=idea, text="Hei", is_senders=is_senders, read_at=read, at=at)
        return idea

    def _day(self) -> dt.date:
        return norwegian.today() + self.chance.randrange(-12, 12) * A_DAY

    def _between_places(self) -> None:
        for first, second in zip(self.ideas[::9], self.ideas[1::9], strict=False):
            SameNeed.objects.create(first=first, second=second)
            PassingOn.objects.create(idea=first, to=self.chance.choice(self.places), reason="Deres.")
            asked = {"idea": second, "answer": "call", "answered_at": timezone.now(), "name": "Per", "summary": "Snø"}
            # Often by the contact, who sees the idea; nobody else's line stays when they see it no more.
            anybody = self.chance.choice(self.people)
            by = self.contacts.get(second.municipality_id, anybody) if self.chance.random() < 0.7 else anybody
            LeaderRequest.objects.create(asked_by=by, email="per@kommune.example", **asked)

    def fresh(self) -> list[User]:
        """Without what was read of them before."""
        return list(User.objects.filter(pk__in=[one.pk for one in self.people]).order_by("pk"))


def found(person: User) -> list[tuple[object, ...]]:
    today = norwegian.today()
    seats = own_seats(person, today)
    deputised = {term.seat_id for term in roles.current_terms(person) if term.is_deputy} - seats
    deputised = deputised.difference(*[one.seats for one in roles.stands_in_for(person, today)])
    rows = _found(person, seats, deputised, norwegian.add_working_days(today, SOON), today)
    return [(idea.pk, idea.unread_message, idea.unread_at) for idea in rows]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_concerns_each_is_the_same_read_for_many_and_for_one(seed):
    world = World(seed)

    one_by_one = {person.pk: found(person) for person in world.fresh()}
    with once.for_many():
        together = {person.pk: found(person) for person in world.fresh()}

    assert together == one_by_one
    assert sum(bool(rows) for rows in one_by_one.values()) >= 8
    assert sum(map(len, one_by_one.values())) > 50


@pytest.mark.parametrize("seed", [4, 5])
def test_all_that_waits_is_the_same_told_to_many_and_to_one(seed):
    world, today = World(seed), norwegian.today()

    one_by_one = {person.pk: contributions.waiting(person, today) for person in world.fresh()}
    with once.for_many():
        together = {person.pk: contributions.waiting(person, today) for person in world.fresh()}

    assert together == one_by_one
    kinds = {item.key.partition(":")[0] for items in one_by_one.values() for item in items}
    assert {"idea", "idea-message", "lesson", "leader", "passing", "same-need"} <= kinds


def test_what_ideas_ask_does_not_grow_with_the_people(settings):
    """Meetings and partners ask for each person on their own."""
    settings.WAITING = [name for name in settings.WAITING if not name.startswith(("meetings.", "overview."))]
    contributions.resolve.cache_clear()
    people = []
    for place in factories.MunicipalityFactory.create_batch(6):
        people.append(factories.contact(place=place))
        factories.give(people[-1].terms.get().seat, people[0], capacity="deputy") if people[1:] else None
        for stage in (Stage.RECEIVED, Stage.BROKERING, Stage.ENDED):
            factories.idea(place, sender="siv@frosta.example", stage=stage, next_date=norwegian.today())

    def asked(some: list[User]) -> int:
        with CaptureQueriesContext(connection) as queries, once.for_many():
            for person in User.objects.filter(pk__in=[one.pk for one in some]):
                assert contributions.waiting(person, norwegian.today())
        return len(queries)

    try:
        assert asked(people[:1]) == asked(people)
    finally:
        contributions.resolve.cache_clear()
