"""The matrix of who was there: what was noted, and in words what was answered where nobody noted it."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from meetings.invitations import inviting
from meetings.models import Audience, Invitation, Meeting
from meetings.past import matrix
from meetings.past.matrix import Cell
from partnership.common import norwegian
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    """Held, with the contacts of Frosta and Verdal, who both said yes."""
    for name, place in (("Kari Vik", "Frosta"), ("Per Moen", "Verdal")):
        factories.contact(name, factories.MunicipalityFactory(name=place, slug=place.lower()))
    made = factories.meeting()
    Audience.objects.create(meeting=made, kinds=["contact"])
    inviting.invite(meeting=made, by=made.host)
    start = norwegian.at(norwegian.today() - dt.timedelta(days=3), dt.time(9))
    Meeting.objects.update(start=start, end=start + dt.timedelta(hours=2), state="held")
    Invitation.objects.update(reply="comes", invited_at=start - dt.timedelta(days=9))
    made.refresh_from_db()
    return made


def words() -> list[str]:
    return [cell.in_full for _place, [cell] in matrix.of_last(10).rows]


def test_what_was_noted_stands_there_and_else_the_answer_in_words(meeting):
    assert words() == ["sa ja, oppmøte ikke notert"] * 2
    Invitation.objects.filter(name="Kari Vik").update(attendance="present")
    Invitation.objects.filter(name="Per Moen").update(attendance="absent")
    assert words() == ["var der", "borte uten å si fra"]
    Invitation.objects.update(attendance="notice")
    assert words() == ["meldt forfall"] * 2


def test_whoever_was_there_speaks_for_the_municipality():
    there, yes = Cell("", "present", is_held=True), Cell("comes", is_held=True)

    assert there.better(yes) == yes.better(there) == there
    assert Cell("maybe").better(None) == Cell("maybe")


def test_the_page_explains_each_tag_that_stands_in_it(client, meeting):
    Invitation.objects.filter(name="Kari Vik").update(attendance="present")
    client.force_login(meeting.host)

    page = client.get(reverse("meetings:matrix")).content.decode()
    legend, table = page[: page.index("table-wrap")], page[page.index("<table") :]

    assert (table.count("Var der"), table.count("Sa ja"), table.count("oppmøte ikke notert")) == (1, 1, 1)
    assert "notert som til stede" in legend
    assert "ingen har notert om de kom" in legend
    assert "Meldt forfall" not in legend


def test_the_spreadsheet_says_the_same_in_full(client, meeting):
    Invitation.objects.filter(name="Kari Vik").update(attendance="present")
    client.force_login(meeting.host)

    book = load_workbook(io.BytesIO(client.get(reverse("meetings:matrix_export")).content))

    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert rows[1:] == [["Frosta", "var der"], ["Verdal", "sa ja, oppmøte ikke notert"]]
    assert rows[0][1].startswith("Dialogmøte, ")
    client.force_login(factories.contact("Liv Ness"))
    assert client.get(reverse("meetings:matrix_export")).status_code == 403


def test_the_boards_spreadsheet_has_attendance(client, meeting):
    Invitation.objects.filter(name="Kari Vik").update(attendance="present")
    client.force_login(meeting.host)

    book = load_workbook(io.BytesIO(client.get(reverse("meetings:board_export", args=[meeting.pk])).content))

    [heading, *rows] = [[cell.value for cell in row] for row in book.active.iter_rows()]
    column = heading.index("Oppmøte")
    assert {row[1]: row[column] for row in rows} == {"Kari Vik": "var der", "Per Moen": None}


def test_a_held_meeting_says_who_was_there_and_not_who_comes(client, meeting):
    client.force_login(meeting.host)
    address, earlier = reverse("meetings:detail", args=[meeting.pk]), reverse("meetings:list") + "?vis=tidligere"
    page, row = client.get(address).content.decode(), client.get(earlier).content.decode()

    assert "2 sa ja" in page
    assert "2 sa ja" in row
    for words_ in ("2 kommer", "Bli med på", "Sted kommer senere"):
        assert words_ not in page
    board = reverse("meetings:board", args=[meeting.pk])
    assert "kommer" not in client.get(board).content.decode().split('<section aria-labelledby="names">')[0]
    Invitation.objects.filter(name="Kari Vik").update(attendance="present")
    assert "1 var med" in client.get(board).content.decode()
    assert "1 var med" in client.get(address).content.decode()
    assert "1 var med" in client.get(earlier).content.decode()
