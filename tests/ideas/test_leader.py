"""The link in the mail to a leader: shows number, stage and dates; what is written goes to the contact."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from ideas.late import leading, reminding
from ideas.models import Intake, Note
from ideas.whose import holding
from partnership.common import norwegian
from partnership.mail.models import Notice
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def told():
    place = factories.MunicipalityFactory(name="Frosta", slug="frosta")
    factories.contact("Kari Vik", place)
    idea = factories.idea(place, title="Hemmelig", sender="siv@frosta.example")
    idea.next_date = norwegian.add_working_days(norwegian.today(), -9)
    idea.save()
    Intake.objects.update(leader_name="Rita Dahl", leader_email="rita@frosta.example")
    return idea.reminders.create(level="leader", about=idea.next_date)


def address(told) -> str:
    return f"/ide-leder/{reminding.token(told, Intake.objects.get())}/"


def test_the_page_shows_where_it_stands_and_nothing_of_what_it_is_about(told):
    page = Client().get(address(told)).content.decode()

    assert f"Idé {told.idea.number} i Frosta" in page
    assert "Kari Vik" in page
    assert norwegian.format_day(told.about) in page.replace("\xa0", " ")
    for word in ("Hemmelig", "nattilsyn", "kjører innom", "siv@", "Siv"):
        assert word not in page


def test_a_sentence_becomes_a_note_and_the_contact_is_told_once(told):
    client = Client()
    for _again in range(2):
        assert client.post(address(told), {"text": "Ta det med meg.", "who": "Mona i drift"}).status_code == 302

    assert Note.objects.get().text == "Fra lederen i kommunen: Ta det med meg.\nForslag: Mona i drift"
    assert Notice.objects.get().line == f"Lederen har skrevet om idé {told.idea.number}."
    told.idea.refresh_from_db()
    assert told.idea.holder_person is None
    assert "Takk." in client.get(address(told) + "?takk").content.decode()


def test_a_get_changes_nothing_and_an_empty_answer_is_refused(told):
    client = Client()
    client.get(address(told))
    client.head(address(told))

    answer = client.post(address(told), {"text": " "})

    assert (answer.status_code, "Skriv en setning" in answer.content.decode()) == (422, True)
    assert client.post(address(told), {"text": "x" * 5000}).status_code == 422
    assert leading.write(reminder=told, text=" ") is None
    assert not Note.objects.exists()


def test_another_leader_or_a_forged_link_opens_nothing(told):
    old = address(told)
    assert Client().get(old[:-3] + "x/").status_code == 404

    Intake.objects.update(leader_email="ny@frosta.example")

    assert Client().get(old).status_code == 404
    assert Client().post(old, {"text": "Hei"}).status_code == 404
    assert Client().get(address(told)).status_code == 200


def test_when_it_has_been_answered_meanwhile_the_page_says_so(told):
    kari = told.idea.holder_seat.terms.get().person
    holding.give_time(idea=told.idea, until=norwegian.add_working_days(norwegian.today(), 3), by=kari)

    page = Client().get(address(told)).content.decode()

    assert "Ideen er fulgt opp siden du fikk e-posten." in page
    assert "<textarea" not in page
    assert dt.date.today() > told.about
