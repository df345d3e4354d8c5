"""The board and its spreadsheet: who comes through whom, where, by whose word, and who waits for a place."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from meetings.invitations import answering, inviting, standing
from meetings.mailing import announcing
from meetings.models import Invitation, Meeting
from partnership.mail.models import OutgoingMail
from tests import factories
from tests.meetings.test_inviting import for_contacts

pytestmark = pytest.mark.django_db


@pytest.fixture
def nina():
    return factories.officer("Nina Solem")


@pytest.fixture
def kari():
    return factories.contact("Kari Vik", factories.MunicipalityFactory(name="Frosta"))


def sent(nina, **fields) -> Meeting:
    meeting = factories.meeting(nina, **fields)
    for_contacts(meeting)
    inviting.invite(meeting=meeting, by=nina)
    meeting.refresh_from_db()
    return meeting


def board(client, meeting: Meeting) -> str:
    client.force_login(meeting.host)
    return " ".join(client.get(reverse("meetings:board", args=[meeting.pk])).content.decode().split())


def sheet(client, meeting: Meeting) -> list[dict[str, object]]:
    client.force_login(meeting.host)
    content = client.get(reverse("meetings:board_export", args=[meeting.pk])).content
    first, *rest = openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    return [dict(zip(first, row, strict=True)) for row in rest]


def test_who_comes_instead_and_who_is_brought_along_stand_on_both_sides(client, nina, kari):
    per = factories.contact("Per Moen", factories.MunicipalityFactory(name="Grong"))
    meeting = sent(nina)
    answering.delegate(invitation=factories.invited(meeting, kari), name="Mari Kolstad", email="mari@frosta.example")
    answering.bring(invitation=factories.invited(meeting, per), name="Even Ulvik", email="even@grong.example")

    page, rows = board(client, meeting), sheet(client, meeting)

    assert {row["Navn"]: row["Kommer gjennom"] for row in rows} == {
        "Kari Vik": "Mari Kolstad kommer i stedet",
        "Mari Kolstad": "I stedet for Kari Vik",
        "Per Moen": "Tar med Even Ulvik",
        "Even Ulvik": "Sammen med Per Moen",
    }
    assert [row["Kommer gjennom"] in page for row in rows] == [True] * 4


def test_an_answer_noted_for_somebody_says_by_whom(client, nina, kari):
    meeting = sent(nina)
    answering.answer(invitation=factories.invited(meeting, kari), reply="comes", source="organiser", by=nina)

    assert "notert av Nina Solem" in board(client, meeting)
    assert [row["Hvordan det ble svart"] for row in sheet(client, meeting)] == ["notert av Nina Solem"]


def test_the_place_on_the_waiting_list_is_a_number(client, nina, kari):
    others = [factories.contact("Per Moen"), factories.contact("Anne Berg")]
    meeting = sent(nina, place="Rådhuset", join_url="", capacity=1)
    for person in (kari, *others):
        answering.answer(invitation=factories.invited(meeting, person), reply="comes", source="link")

    page = board(client, meeting)
    places = {row["Navn"]: row["Nummer på venteliste"] for row in sheet(client, meeting)}

    assert places == {"Kari Vik": None, "Per Moen": 1, "Anne Berg": 2}
    assert "Nr. 1 på venteliste" in page
    assert "Nr. 2 på venteliste" in page


def test_room_or_screen_is_told_where_there_is_a_choice(client, nina, kari):
    meeting, digital = sent(nina, place="Rådhuset"), sent(nina, title="På skjerm")
    for one in (meeting, digital):
        invitation = factories.invited(one, kari)
        answering.answer(
            invitation=invitation, reply="comes", attends="digital", comment="Kommer litt sent", source="link"
        )

    rows = sheet(client, meeting)

    assert [(row["Deltar"], row["Melding"]) for row in rows] == [("digitalt", "Kommer litt sent")]
    assert ">digitalt</span>" in board(client, meeting)
    assert ">digitalt</span>" not in board(client, digital)


def test_an_answer_to_an_earlier_time_is_marked_until_it_is_given_anew(client, nina, kari):
    meeting = sent(nina)
    answering.answer(invitation=factories.invited(meeting, kari), reply="comes", source="link")
    Invitation.objects.update(replied_at=timezone.now() - dt.timedelta(hours=1))
    OutgoingMail.objects.update(state="sent")
    Meeting.objects.filter(pk=meeting.pk).update(start=meeting.start + dt.timedelta(hours=1))
    meeting.refresh_from_db()
    announcing.send_update(meeting=meeting, by=nina)

    before = sheet(client, meeting)
    page = board(client, meeting)
    answering.answer(invitation=factories.invited(meeting, kari), reply="comes", source="link")

    assert [row["Svarte på gammelt tidspunkt"] for row in before + sheet(client, meeting)] == ["ja", None]
    assert "svarte på gammelt tidspunkt" in page


def test_how_they_stand_costs_three_queries_whatever_their_number(nina):
    def cost(count: int) -> int:
        for number in range(count):
            factories.contact(f"Person {number}")
        meeting = sent(nina, place="Rådhuset", capacity=1)
        for invitation in Invitation.objects.filter(meeting=meeting):
            answering.answer(invitation=invitation, reply="comes", source="organiser", by=nina)
        rows = list(Invitation.objects.filter(meeting=meeting).with_ties())
        with CaptureQueriesContext(connection) as captured:
            assert all(one.noted_by == "Nina Solem" for one in standing.of(meeting, rows))
        return len(captured)

    assert [cost(2), cost(8)] == [3, 3]


def test_whoever_never_got_the_mail_is_marked_and_may_still_be_noted(client, nina, kari):
    meeting = sent(nina)
    OutgoingMail.objects.update(state="dead", delivery="refused")
    invitation = factories.invited(meeting, kari)

    page = board(client, meeting)
    names = page[page.index('id="names"') :]

    assert "E-posten kom i retur" in names
    assert reverse("meetings:address", args=[meeting.pk, invitation.pk]) in names
    assert reverse("meetings:note_answer", args=[meeting.pk, invitation.pk]) in names
