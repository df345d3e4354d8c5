"""«Finn dato»: what waits, reminders, hand-overs, deputies, new addresses, and what is forgotten."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from meetings import tasks
from meetings.dates import asking, choosing, reminding, waiting
from meetings.models import AskedPerson, DatePoll
from municipalities.models import FouiContact
from partnership.common import contributions, norwegian
from partnership.mail import digest
from partnership.mail.models import Digest, OutgoingMail
from partnership.people import addresses, privacy, terms
from partnership.people.models import Absence, RoleTerm
from tests import factories
from tests.meetings.test_find_date import link, make, marked, one, says, working

pytestmark = pytest.mark.django_db


@pytest.fixture
def nina():
    return factories.officer("Nina Solem")


@pytest.fixture
def place():
    return factories.MunicipalityFactory(name="Frosta")


@pytest.fixture
def kari(place):
    return factories.contact("Kari Vik", place)


@pytest.fixture
def poll(nina, kari):
    return make(nina, people=[kari, factories.broker("Ola Moen")], guests=["Rune Dahl"])


def keys(person, on: dt.date | None = None) -> list[str]:
    return [item.key.split(":")[0] for item in waiting.waiting(person, on or norwegian.today())]


def due(poll, clock: dt.time = dt.time(9)) -> dt.datetime:
    return norwegian.at(norwegian.add_working_days(poll.answer_by, -1), clock)


# --- what waits --------------------------------------------------------------------------------------------


def test_it_waits_for_the_person_until_they_have_marked(client, kari, poll):
    client.force_login(kari)
    (item,) = waiting.waiting(kari, norwegian.today())

    page = client.get("/").content.decode()

    assert item.due == poll.answer_by
    assert item.mail_url.endswith(link(one(poll, "Kari Vik")))
    assert "Hvilke datoer passer for deg til «Styringsgruppa»?" in page
    says(one(poll, "Kari Vik"), "yes", "no", "yes")
    assert keys(kari) == []


def test_nothing_waits_when_a_date_is_chosen(nina, kari, poll):
    choosing.choose(poll=poll, date=poll.dates.first(), by=nina)

    assert (keys(kari), keys(nina)) == ([], [])


def test_to_choose_waits_for_the_partner_when_all_have_marked_or_the_day_has_passed(nina, poll):
    vegard = factories.officer("Vegard Tiller", poll.owner_partner)

    assert keys(nina) == []
    assert keys(vegard, poll.answer_by + dt.timedelta(days=1)) == ["dates-choose"]
    for asked in poll.asked.all():
        says(asked, "yes", "yes", "no")
    assert (keys(nina), keys(vegard)) == (["dates-choose"], ["dates-choose"])


def test_the_question_is_in_no_digest_for_two_days_since_it_was_a_mail(kari, poll):
    (item,) = waiting.waiting(kari, norwegian.today())

    assert not item.belongs_in_mail(norwegian.today() + dt.timedelta(days=1))
    assert item.belongs_in_mail(norwegian.today() + dt.timedelta(days=2))


# --- reminding ---------------------------------------------------------------------------------------------


def test_guests_get_one_reminder_and_who_signs_in_gets_it_in_the_digest(kari, poll):
    poll.asked.update(asked_at=timezone.now() - dt.timedelta(days=9))
    says(one(poll, "Ola Moen"), "yes", "yes", "yes")
    before = next(waiting.waiting(kari, norwegian.today())).key

    counts = [reminding.sweep(due(poll, clock)) for clock in (dt.time(8, 50), dt.time(9), dt.time(9, 5))]

    rows = OutgoingMail.objects.filter(kind=asking.REMINDER)
    assert (counts, [row.to_name for row in rows]) == ([0, 2, 0], ["Rune Dahl"])
    assert next(waiting.waiting(kari, norwegian.today())).key != before
    assert one(poll, "Ola Moen").reminded_at is None


def test_the_reminder_is_folded_into_dette_venter_once(kari, poll):
    """Told in an earlier one already, it is told again, and then no more."""
    poll.asked.update(asked_at=timezone.now() - dt.timedelta(days=9))
    first = next(waiting.waiting(kari, norwegian.today())).key
    Digest.objects.create(person=kari, day=norwegian.today() - dt.timedelta(days=1), keys=[first])
    moment = due(poll, dt.time(10))

    reminding.sweep(moment)
    digest.send_due(moment)
    digest.send_due(moment + dt.timedelta(days=1))

    assert [f"{first}:reminded" in one.keys for one in Digest.objects.filter(person=kari)].count(True) == 1


def test_who_was_asked_an_hour_ago_is_not_reminded(poll):
    moment = due(poll, dt.time(10))
    poll.asked.update(asked_at=moment - dt.timedelta(hours=1))

    assert reminding.sweep(moment) == 0


def test_a_poll_whose_dates_have_all_been_is_over(poll):
    for number, date in enumerate(poll.dates.all()):
        date.start = timezone.now() - dt.timedelta(days=1 + number)
        date.save()

    tasks.sweep()

    poll.refresh_from_db()
    assert (poll.is_open, poll.chosen) == (False, None)


# --- hand-over, deputies, addresses ------------------------------------------------------------------------


def test_the_successor_is_asked_anew_and_the_old_link_is_closed(client, nina, kari, place, poll):
    asked = one(poll, "Kari Vik")
    says(asked, "yes", "yes", "yes")
    old = link(asked)

    per = factories.person("Per Moen")
    terms.hand_over(seat=FouiContact.objects.get(municipality=place), to=per, on=norwegian.today(), by=nina)

    asked.refresh_from_db()
    assert (asked.name, asked.marked_at, asked.marks.count()) == ("Per Moen", None, 0)
    assert (client.get(old).status_code, client.get(link(asked)).status_code) == (404, 200)
    assert OutgoingMail.objects.filter(kind=asking.ASK, person=per).count() == 1


def test_the_successor_goes_on_with_what_the_old_one_asked(nina, kari, place):
    seat = FouiContact.objects.get(municipality=place)
    poll = make(kari, owner_partner=None, owner_seat=seat, people=[nina])

    told = terms.hand_over(seat=seat, to=factories.person("Per Moen"), on=norwegian.today(), by=nina)

    poll.refresh_from_db()
    assert poll.asked_by.name == "Per Moen"
    assert "Per Moen leter videre etter dato for ett møte." in str(told)
    assert list(DatePoll.objects.organised_by(kari)) == []


def test_the_deputy_marks_while_the_holder_is_away_and_not_otherwise(client, kari, poll):
    seat = one(poll, "Kari Vik").seat
    deputy = factories.give(seat, capacity="deputy")
    address = reverse("meetings:date_marks", args=[poll.pk, one(poll, "Kari Vik").pk])
    client.force_login(deputy)

    before = client.post(address, marked(poll, "yes", "yes", "no")).status_code
    today = norwegian.today()
    Absence.objects.create(person=kari, since=today, until=today + dt.timedelta(days=9))
    after = client.post(address, marked(poll, "yes", "yes", "no")).status_code

    assert (before, after) == (404, 302)
    assert one(poll, "Kari Vik").marks.count() == 3


def test_the_question_follows_to_a_new_address(client, nina, kari, poll):
    old = link(one(poll, "Kari Vik"))

    addresses.change(person=kari, email="kari.ny@frosta.example", by=nina, reason="Ny adresse")

    asked = one(poll, "Kari Vik")
    assert asked.email == "kari.ny@frosta.example"
    assert client.get(old).status_code == 404
    assert OutgoingMail.objects.filter(kind=asking.ASK, to_email=asked.email).count() == 1


# --- what is kept ------------------------------------------------------------------------------------------


def test_guests_are_deleted_thirty_days_after_the_end_with_their_marks(nina, poll):
    says(one(poll, "Rune Dahl"), "yes", "yes", "yes")
    asking.end(poll=poll, by=nina)
    poll.refresh_from_db()

    with freeze_time(poll.ended_at + dt.timedelta(days=29, hours=23)):
        assert tasks.delete_poll_guests() == 0
    with freeze_time(poll.ended_at + dt.timedelta(days=30, minutes=1)):
        assert tasks.delete_poll_guests() == 1
        assert tasks.delete_poll_guests() == 0
    assert [row.name for row in poll.asked.all()] == ["Kari Vik", "Ola Moen"]


def test_marks_and_polls_are_in_ones_own_data_and_erased(nina, kari, poll):
    says(one(poll, "Kari Vik"), "yes", "if_needed", "no", comment="Etter ferien")

    held = contributions.person_data(kari)
    asked = contributions.person_data(nina)["date_polls"]

    assert [mark["suits"] for mark in held["asked_for_dates"][0]["marks"]] == ["yes", "if_needed", "no"]
    assert held["asked_for_dates"][0]["comment"] == "Etter ferien"
    assert [row["title"] for row in asked] == ["Styringsgruppa"]
    privacy.erase(person=kari)
    assert list(AskedPerson.objects.filter(person=kari).values_list("name", "comment")) == [
        ("Tidligere deltaker", "")
    ]


def test_a_deadline_at_hand_reminds_nobody_before_the_working_day_before(poll):
    poll.asked.update(asked_at=timezone.now() - dt.timedelta(days=9))
    too_early = norwegian.at(norwegian.add_working_days(poll.answer_by, -2), dt.time(12))

    assert (poll.answer_by, reminding.sweep(too_early)) == (working(4), 0)


def test_a_term_that_ends_without_a_successor_asks_nobody(nina, kari, place, poll):
    term = RoleTerm.objects.get(person=kari)

    told = list(contributions.hand_over(contributions.Handover(old=term, new=None, on=norwegian.today(), by=nina)))

    assert not poll.asked.filter(person=kari).exists()
    assert not any("dato" in sentence for sentence in told)
