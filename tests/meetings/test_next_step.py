"""What the meeting's page leads to when it is over: one thing at a time, and what is passed is not asked for."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from meetings.after import agreeing
from meetings.minutes import publishing, remarking
from meetings.models import Meeting, Minutes
from meetings.planning import next_step, series
from partnership.common import norwegian
from tests import factories

pytestmark = pytest.mark.django_db
BUDGET = 4


@pytest.fixture
def nina():
    return factories.officer("Nina Solem")


@pytest.fixture
def meeting(nina):
    """Over since yesterday; Kari and a guest came, and nothing is noted."""
    start = norwegian.at(norwegian.today() - dt.timedelta(days=1), dt.time(9))
    made = factories.meeting(nina, start=start, state="held", title="Dialogmøte om strategi")
    for who in (factories.contact("Kari Vik"), None):
        made.invitations.create(
            person=who, name=who.name if who else "Gunn Ness", email=who.email if who else "gunn@sintef.example",
            reply="comes", invited_at=start - dt.timedelta(days=20),
        )  # fmt: skip
    return made


def likely(meeting):
    return next_step.likely(meeting, entries=[], silent=0, new_people=0)


def leads_to(meeting) -> str:
    found = likely(meeting)
    return found.url.removeprefix(meeting.get_absolute_url()) if found else ""


def write(meeting, nina) -> Minutes:
    return Minutes.objects.create(meeting=meeting, text="Vi møttes.", author=nina)


def test_after_the_meeting_one_thing_follows_the_other(meeting, nina):
    found = [leads_to(meeting)]
    meeting.invitations.update(attendance="present")
    found.append(leads_to(meeting))
    agreeing.agree(meeting=meeting, text="Dele nattilsyn", by=nina)
    found.append(leads_to(meeting))
    minutes = write(meeting, nina)
    found.append(leads_to(meeting))
    publishing.send_out(meeting=meeting, until=norwegian.today(), by=nina)
    found.append(likely(meeting).label)
    guest = meeting.invitations.get(name="Gunn Ness")
    remark = remarking.remark(meeting=meeting, invitation=guest, text="Feil dato")
    found.append(likely(meeting).label)
    remarking.answer(remark=remark, text="")
    Minutes.objects.update(remarks_until=norwegian.today() - dt.timedelta(days=1))
    found.append(leads_to(meeting))
    publishing.publish(meeting=meeting, by=nina)
    found.append(leads_to(meeting))
    day = norwegian.next_working_day(norwegian.today() + dt.timedelta(days=100))
    series.draft_next(meeting=meeting, rhythm="dates", day=day, by=nina)
    found.append(leads_to(meeting))

    assert found == [
        "oppmote/", "resultat/", "referat/tekst/", "referat/merknader/", "Se referatet", "Svar på merknadene",
        "referat/publisering/", "neste/", "",
    ]  # fmt: skip
    assert minutes.pk


def test_what_is_passed_is_not_asked_for(meeting, nina):
    write(meeting, nina)

    assert leads_to(meeting) == "referat/merknader/"


def test_an_empty_lock_is_no_minutes(meeting):
    Minutes.objects.create(meeting=meeting, version=0)

    assert leads_to(meeting) == "oppmote/"


def test_an_ended_series_and_a_single_meeting_of_long_ago_are_not_asked_to_go_on(meeting, nina):
    write(meeting, nina)
    Minutes.objects.update(state="published")
    assert leads_to(meeting) == "neste/"

    before = factories.meeting(nina, owner_partner=meeting.owner_partner, start=meeting.start - dt.timedelta(days=99))
    meeting.follows = before
    assert leads_to(meeting) == ""
    meeting.follows = None
    meeting.end -= dt.timedelta(days=40)
    assert leads_to(meeting) == ""
    meeting.rhythm = "half_year"
    assert leads_to(meeting) == "neste/"


def test_it_asks_four_questions_at_most(meeting, nina, django_assert_max_num_queries):
    meeting.invitations.update(attendance="present")
    with django_assert_max_num_queries(BUDGET):
        likely(meeting)
    write(meeting, nina)
    publishing.send_out(meeting=meeting, until=norwegian.today(), by=nina)
    with django_assert_max_num_queries(BUDGET):
        likely(meeting)


def test_board_and_workroom_say_where_the_minutes_stand(client, meeting, nina):
    client.force_login(nina)
    factories.second_factor(client, nina)

    def board() -> str:
        page = client.get(reverse("meetings:board", args=[meeting.pk])).content.decode()
        return page.replace("\xa0", " ")

    assert "Referatet er ikke skrevet ennå." in board()
    write(meeting, nina)
    assert "Referatet er et utkast." in board()
    publishing.send_out(meeting=meeting, until=norwegian.today(), by=nina)
    assert "Referatet er ute til merknader til og med" in board()
    Minutes.objects.update(remarks_until=norwegian.today() - dt.timedelta(days=1))
    assert "Merknadsfristen er ute." in board()
    publishing.publish(meeting=meeting, by=nina)
    assert "Referatet ble publisert" in board()
    assert "Referatet ble publisert" in client.get("/admin/meetings/meeting/").content.decode().replace("\xa0", " ")
    Meeting.objects.update(end=norwegian.at(norwegian.today() + dt.timedelta(days=2), dt.time(9)))
    assert "Referatet" not in board()
