"""Who came without being invited: noted by name, once, in the minutes, and forgotten with the guests."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from meetings import privacy
from meetings.day import attending
from meetings.minutes import gathering
from meetings.models import Meeting
from partnership.common import norwegian
from tests import factories

pytestmark = pytest.mark.django_db
LIST = "Kari Vik\t09:00\nOla Taus\t09:01\nOla  Taus\t09:40"


@pytest.fixture
def meeting():
    start = norwegian.at(norwegian.today() - dt.timedelta(days=3), dt.time(10))
    made = factories.meeting(start=start, state="held")
    made.invitations.create(name="Kari Vik", email="kari@frosta.example", reply="comes", invited_at=start)
    return made


def test_names_of_the_pasted_list_are_noted_by_a_press_and_once(client, meeting):
    client.force_login(meeting.host)
    address = reverse("meetings:attendance", args=[meeting.pk])

    shown = client.post(address, {"valg": "les", "liste": LIST}).content.decode()
    for _twice in range(2):
        client.post(address, {"valg": "uinvitert", "navn": ["Ola Taus", "ola taus"]})
    again = client.post(address, {"valg": "les", "liste": LIST}).content.decode()

    assert 'name="navn" value="Ola Taus" checked' in shown
    assert attending.walk_ins(meeting) == ["Ola Taus"]
    assert "checked" not in again
    assert "Kom uten å være invitert" in again
    assert "- Ola Taus" in gathering.draft(meeting).split("## ")[1]


def test_what_the_list_names_can_be_noted_whatever_signs_are_in_it(client, meeting):
    client.force_login(meeting.host)
    address = reverse("meetings:attendance", args=[meeting.pk])
    text = "Kari Vik\t09:00\n<liv.ness@sintef.example>\nFrosta kommune/møterom\t09:01"

    proposed = client.post(address, {"valg": "les", "liste": text}).context["found"].unknown
    noted = client.post(address, {"valg": "uinvitert", "navn": proposed})

    assert noted.status_code == 302
    assert attending.walk_ins(meeting) == ["liv.ness", "Frosta kommune møterom"]


def test_one_can_be_taken_out(client, meeting):
    attending.note_walk_ins(meeting=meeting, names=["Ola Taus", "Liv Ness"])
    client.force_login(meeting.host)

    client.post(reverse("meetings:attendance", args=[meeting.pk]), {"valg": "ta-ut", "navn": "Ola Taus"})

    assert attending.walk_ins(meeting) == ["Liv Ness"]


@pytest.mark.parametrize("names", [["se https://ond.example"], [f"Navn {number}" for number in range(201)]])
def test_what_is_no_name_and_too_many_are_refused(meeting, names):
    with pytest.raises(ValidationError):
        attending.note_walk_ins(meeting=meeting, names=names)

    assert attending.walk_ins(meeting) == []


def test_they_are_forgotten_with_the_guests(meeting):
    attending.note_walk_ins(meeting=meeting, names=["Ola Taus"])
    Meeting.objects.update(
        start=norwegian.at(dt.date(2020, 1, 7), dt.time(9)), end=norwegian.at(dt.date(2020, 1, 7), dt.time(11))
    )

    privacy.forget(dt.date(2021, 1, 1))

    assert attending.walk_ins(meeting) == []
