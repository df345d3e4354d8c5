"""Two who organise one meeting: nothing leaves that its sender has not read, and neither loses words to the other."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse

from meetings.minutes import remarking
from meetings.models import Meeting, MeetingMessage, Minutes
from partnership.common import norwegian
from tests import factories

pytestmark = pytest.mark.django_db
IN_A_WEEK = dt.timedelta(days=7)
CHANGED = "Referatet er endret etter at du åpnet denne siden. Les det på nytt nedenfor, og trykk en gang til."


@pytest.fixture
def nina():
    return factories.officer("Nina Solem")


@pytest.fixture
def meeting(nina):
    start = norwegian.at(norwegian.today() - dt.timedelta(days=12), dt.time(10))
    return factories.meeting(nina, start=start, state="held", title="Dialogmøte om strategi")


@pytest.fixture
def minutes(meeting, nina):
    return Minutes.objects.create(meeting=meeting, text="Vi møttes.", author=nina)


@pytest.fixture
def client(client, nina):
    client.force_login(nina)
    return client


def fields(html: str) -> dict[str, str]:
    """What the page's own form would send, of its hidden fields."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?', html))


def colleague_saves(minutes: Minutes, text: str) -> None:
    Minutes.objects.filter(pk=minutes.pk).update(text=text, version=minutes.version + 1)


@pytest.mark.parametrize("name", ["minutes_sending", "minutes_publication"])
def test_what_a_colleague_saved_meanwhile_does_not_leave_before_it_is_read(client, minutes, name):
    until = (norwegian.today() + IN_A_WEEK).isoformat()
    address = reverse(f"meetings:{name}", args=[minutes.meeting_id])
    shown = client.get(address).content.decode()
    colleague_saves(minutes, "Vi møttes ikke.")

    refused = client.post(address, fields(shown) | {"until": until})
    row = Minutes.objects.get()
    state, sent = row.state, list(row.versions.all())
    again = client.post(address, fields(refused.content.decode()) | {"until": until})

    assert "Vi møttes." in shown
    assert (refused.status_code, state, sent) == (422, "draft", [])
    assert CHANGED in refused.content.decode()
    assert "Vi møttes ikke." in refused.content.decode()
    assert again.status_code == 302
    assert [one.text for one in row.versions.all()] == ["Vi møttes ikke."]


@pytest.mark.parametrize("name", ["minutes_sending", "minutes_publication"])
def test_a_press_that_names_no_version_sends_nothing(client, minutes, name):
    until = (norwegian.today() + IN_A_WEEK).isoformat()

    answer = client.post(reverse(f"meetings:{name}", args=[minutes.meeting_id]), {"until": until})

    assert (answer.status_code, CHANGED in answer.content.decode()) == (422, True)
    assert Minutes.objects.get().state == "draft"


def test_the_first_words_a_colleague_saves_do_not_leave_from_a_page_that_had_none(client, meeting, nina):
    address = reverse("meetings:minutes_publication", args=[meeting.pk])
    shown = client.get(address).content.decode()
    Minutes.objects.create(meeting=meeting, text="Uferdig.", author=nina)

    answer = client.post(address, fields(shown))

    assert CHANGED in answer.content.decode()
    assert Minutes.objects.get().state == "draft"


def test_without_any_words_the_page_says_so(client, meeting):
    address = reverse("meetings:minutes_publication", args=[meeting.pk])

    answer = client.post(address, fields(client.get(address).content.decode()))

    assert answer.status_code == 422
    assert "Referatet er tomt." in answer.content.decode()


# --- an answer to a remark ------------------------------------------------------------------------------


@pytest.fixture
def remark(minutes):
    guest = minutes.meeting.invitations.create(name="Rune Dahl", email="rune@ntnu.example", reply="comes")
    return minutes.remarks.create(invitation=guest, text="Feil dato")


def test_the_later_of_two_answers_to_a_remark_is_shown_the_first_one(client, remark):
    address = reverse("meetings:minutes_remark", args=[remark.minutes.meeting_id, remark.pk])
    shown = client.get(address).content.decode()
    remarking.answer(remark=remark, text="Rettet til Verdal.")

    met = client.post(address, fields(shown) | {"answer": "Nei, det var riktig."})
    remark.refresh_from_db()
    kept = remark.answer
    again = client.post(address, fields(met.content.decode()) | {"answer": "Nei, det var riktig."})

    assert (met.status_code, kept) == (422, "Rettet til Verdal.")
    assert "Rettet til Verdal." in met.content.decode()
    assert "Nei, det var riktig." in met.content.decode()
    remark.refresh_from_db()
    assert (again.status_code, remark.answer) == (302, "Nei, det var riktig.")


@pytest.mark.parametrize("typed", ["", "Rettet  til Verdal."])
def test_a_remark_a_colleague_has_answered_is_ticked_off_and_the_same_answer_taken_twice(client, remark, typed):
    address = reverse("meetings:minutes_remark", args=[remark.minutes.meeting_id, remark.pk])
    shown = client.get(address).content.decode()
    remarking.answer(remark=remark, text="Rettet til Verdal.")

    answer = client.post(address, fields(shown) | {"answer": typed})

    remark.refresh_from_db()
    assert (answer.status_code, remark.answer) == (302, "Rettet til Verdal.")


# --- the older text of what was agreed ------------------------------------------------------------------


@pytest.fixture
def agreed(meeting):
    Meeting.objects.update(agreed="Vi søker i mars.")
    return reverse("meetings:thanks", args=[meeting.pk])


def stored() -> str:
    return Meeting.objects.get().agreed


def test_a_page_opened_before_takes_no_agreed_words_of_a_colleague_away_and_sends_nothing(client, agreed):
    shown = client.get(agreed).content.decode()
    Meeting.objects.update(agreed="Vi søker i april.")

    met = client.post(agreed, fields(shown) | {"agreed": "Vi søker i mai.", "valg": "send"})
    kept, sent = stored(), MeetingMessage.objects.count()
    again = client.post(agreed, fields(met.content.decode()) | {"agreed": "Vi søker i mai."})

    assert (met.status_code, kept, sent) == (422, "Vi søker i april.", 0)
    assert "Vi søker i april." in met.content.decode()
    assert (again.status_code, stored()) == (302, "Vi søker i mai.")


def test_agreed_words_that_are_too_long_are_refused_by_the_field_and_not_cut(client, agreed):
    shown = client.get(agreed).content.decode()

    answer = client.post(agreed, fields(shown) | {"agreed": "x" * 4001})

    html = answer.content.decode()
    assert (answer.status_code, stored()) == (422, "Vi søker i mars.")
    assert "Skriv høyst 4000 tegn." in html
    assert "x" * 4001 in html


def test_what_else_has_been_changed_in_the_meeting_is_left_when_agreed_words_are_saved(client, agreed):
    shown = client.get(agreed).content.decode()
    Meeting.objects.update(title="Dialogmøte om velferd", version=7)

    client.post(agreed, fields(shown) | {"agreed": ""})

    row = Meeting.objects.get()
    assert (row.title, row.version, row.agreed) == ("Dialogmøte om velferd", 7, "")
