"""An idea always lies with somebody, until a day."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from freezegun import freeze_time

from ideas.intake import receiving
from ideas.models import Idea, IdeaAccess, Intake
from ideas.whose import dates, holding
from municipalities.models import FouiContact
from partnership.common import norwegian
from partnership.mail.models import OutgoingMail
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    found = factories.MunicipalityFactory()
    Intake.objects.create(municipality=found, state="open")
    return found


def soon() -> dt.date:
    return norwegian.add_working_days(norwegian.today(), 5)


@freeze_time("2026-11-23 08:00")
def test_a_new_idea_lies_with_the_contact_and_is_answered_in_ten_working_days(place):
    factories.contact("Kari Vik", place)

    idea = receiving.receive(municipality=place, problem="Snøen. Og mer.", sender=receiving.From("siv@a.example"))

    assert (idea.number, idea.title, idea.stage) == ("26-001", "Snøen", "received")
    assert idea.holder_seat.title == f"FoUI-kontakt i {place.name}"
    assert idea.next_date == idea.answer_by == dt.date(2026, 12, 7)
    assert OutgoingMail.objects.values_list("kind", "to_email").get() == ("ideas.receipt", "siv@a.example")


def test_numbers_follow_each_other_within_the_year(place):
    with freeze_time("2026-06-01"):
        first, second = factories.idea(place), factories.idea(place)
    with freeze_time("2027-06-01"):
        third = factories.idea(place)

    assert [idea.number for idea in (first, second, third)] == ["26-001", "26-002", "27-001"]
    assert list(Idea.objects.numbered("26-002")) == [second]
    assert list(Idea.objects.numbered("fanteri")) == []


def test_without_a_contact_it_lies_with_postmottak(place):
    FouiContact.objects.create(municipality=place)

    assert factories.idea(place).lies_with_postmottak is True


def test_a_closed_intake_takes_nothing_from_strangers(place):
    Intake.objects.update(state="closed")

    with pytest.raises(ValidationError):
        receiving.receive(municipality=place, problem="Snøen.", sender=receiving.From("siv@a.example"))

    assert Idea.objects.count() == 0


@pytest.mark.parametrize(
    ("since", "days", "by"),
    [
        ("2026-11-23", 10, "2026-12-07"),
        ("2026-12-18", 10, "2027-01-12"),  # nothing is counted from Christmas Eve to New Year's Day
        ("2027-03-19", 3, "2027-04-01"),  # nor in the week of Easter
        ("2027-07-09", 2, "2027-08-03"),  # nor in weeks 28 to 30
        ("2027-05-14", 1, "2027-05-18"),
    ],
)
def test_holidays_and_common_holiday_weeks_are_not_counted(since, days, by):
    assert dates.answer_by(days, dt.date.fromisoformat(since)) == dt.date.fromisoformat(by)


def test_given_to_a_named_person_who_then_sees_it(place):
    idea, kari = factories.idea(place), factories.contact(place=place)
    mona = holding.named_person(name="Mona Brekke", email="mona@a.example", by=kari)

    holding.hand_on(idea=idea, by=kari, to_person=mona, until=soon(), reason="Mona kan drift.")
    holding.hand_on(idea=idea, by=kari, to_person=mona, until=soon())

    assert (idea.holder_person, idea.holder_seat, idea.next_date) == (mona, None, soon())
    assert list(Idea.objects.visible_to(mona)) == [idea]
    assert IdeaAccess.objects.count() == 1


def test_not_given_to_a_role_nobody_has(place):
    idea, empty = factories.idea(place), FouiContact.objects.create(municipality=place)

    with pytest.raises(ValidationError) as refused:
        holding.hand_on(idea=idea, by=factories.person(), to_seat=empty, until=soon())

    assert list(refused.value.message_dict) == ["holder"]


def test_seen_is_told_once(place):
    idea, kari = factories.idea(place, sender="siv@a.example"), factories.contact(place=place)

    assert holding.mark_seen(idea=idea, by=kari) is not None
    assert holding.mark_seen(idea=idea, by=kari) is None
    assert OutgoingMail.objects.filter(kind="ideas.status").count() == 1


def test_more_time_is_a_new_day_that_the_sender_is_told(place):
    idea, kari = factories.idea(place, sender="siv@a.example"), factories.contact(place=place)

    event = holding.give_time(idea=idea, until=soon(), by=kari, reason="Ferie.")

    assert (idea.next_date, event.next_date, event.reason) == (soon(), soon(), "Ferie.")
    with pytest.raises(ValidationError):
        holding.give_time(idea=idea, until=norwegian.today() - dt.timedelta(days=1), by=kari)
