"""A broker's part in a case ends: by the contact, with thanks, by the broker, or as the idea takes another road."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from ideas.life import moving
from ideas.models import Idea
from ideas.permissions import can_apply, can_move, can_write_outline, may_write_for_contact
from ideas.whose import dates, holding
from ideas.with_brokers import brokering, on_behalf
from partnership.mail.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def taken(idea, ola_seat, ola, kari):
    asked = brokering.ask(idea=idea, broker=ola_seat, by=kari)
    return brokering.take(request=asked, by=ola)


def of(person):
    client = Client()
    client.force_login(person)
    return client


def writes(person, idea) -> set[bool]:
    """Asked of the row itself, and of one read for the reader, as the pages do."""
    rows = Idea.objects.get(pk=idea.pk), Idea.objects.for_reader(person).get(pk=idea.pk)
    asked = (can_write_outline, can_apply, can_move, may_write_for_contact)
    return {may(person, row) for row in rows for may in asked}


def url(taken) -> str:
    return reverse("ideas:broker_part_end", args=[taken.idea_id, taken.pk])


def test_one_who_has_the_case_and_may_write_for_the_contact_does_all_of_it(taken, idea, frosta, ola, kari):
    on_behalf.give(municipality=frosta, broker=taken.broker, by=kari)

    assert writes(ola, idea) == {True}


@pytest.mark.parametrize("stage", ["clarifying", "trying", "in_line", "in_use", "shared", "ended"])
def test_on_another_road_with_somebody_else_the_broker_writes_no_more(taken, idea, frosta, ola, kari, stage):
    on_behalf.give(municipality=frosta, broker=taken.broker, by=kari)
    holding.hand_on(idea=idea, by=kari, to_seat=holding.contact_seat(frosta), until=dates.answer_by(5))
    Idea.objects.update(stage=stage, next_date=None if stage in ("shared", "ended") else dates.answer_by(5))

    assert writes(ola, idea) == {False}


def test_on_the_brokers_road_the_broker_writes_also_while_the_contact_has_it(taken, idea, frosta, ola, kari):
    moving.move(idea=idea, to="outline", by=ola, next_date=dates.answer_by(5))
    holding.hand_on(idea=idea, by=kari, to_seat=holding.contact_seat(frosta), until=dates.answer_by(5))

    assert can_write_outline(ola, Idea.objects.for_reader(ola).get())
    assert not can_move(ola, idea)


def test_a_trial_that_lies_with_the_broker_is_still_the_brokers_case(taken, idea, ola):
    moving.move(idea=idea, to="trying", by=ola, next_date=dates.answer_by(5))

    assert can_move(ola, idea)


def test_the_contact_ends_it_after_being_asked_and_the_broker_is_thanked(taken, idea, ola, kari):
    client = of(kari)
    shown = client.get(idea.get_absolute_url()).content.decode()
    asked = client.get(url(taken)).content.decode()
    assert can_write_outline(ola, idea)

    client.post(url(taken))

    idea.refresh_from_db()
    assert url(taken) in shown
    assert "Avslutte saken for Ola Moen?" in asked
    assert (idea.stage, idea.holder_seat.kind) == ("clarifying", "contact")
    assert not can_write_outline(ola, idea)
    assert of(ola).get(idea.get_absolute_url()).status_code == 404
    assert "Takk for alt du har gjort" in Notice.objects.filter(person=ola).latest("pk").line
    assert not Notice.objects.filter(person=kari, line__contains="gir den tilbake").exists()


def test_the_broker_gives_it_back_and_the_contact_is_told(taken, idea, ola, kari):
    client = of(ola)
    shown = client.get(idea.get_absolute_url()).content.decode()

    client.post(url(taken))

    taken.refresh_from_db()
    assert url(taken) in shown
    assert (taken.answer, taken.answered_by) == ("ended", ola)
    assert "Ola Moen har gjort sin del" in Notice.objects.filter(person=kari).latest("pk").line
    assert not Idea.objects.visible_to(ola).exists()


def test_it_stands_in_the_history_and_the_sender_reads_that_the_municipality_goes_on(taken, idea, ola, kari):
    brokering.end_part(request=taken, by=kari, for_broker=False)
    brokering.end_part(request=taken, by=kari, for_broker=False)

    (event,) = idea.events.of_kind("broker_ended")
    page = of(kari).get(reverse("ideas:history", args=[idea.pk])).content.decode()
    assert "Meglerens del er over" in page
    assert event.told.startswith("Ideen ligger hos Kari Vik igjen")


def test_what_has_come_to_an_application_stays_there_and_gets_no_date_that_has_been(taken, idea, ola, kari):
    Idea.objects.update(stage="applied", next_date="2020-01-02")

    brokering.end_part(request=taken, by=kari, for_broker=False)

    idea.refresh_from_db()
    assert (idea.stage, idea.holder_seat.kind, idea.next_date) == ("applied", "contact", dates.answer_by(5))


def test_neither_a_named_person_nor_another_broker_ends_it(taken, idea, ola, siv, kari):
    mona = holding.named_person(name="Mona Lund", email="mona@frosta.example", by=kari)
    idea.accesses.create(person=mona, why="named")
    Idea.objects.update(visibility="public")

    assert of(mona).post(url(taken)).status_code == 403
    assert of(siv).post(url(taken)).status_code == 403
    assert can_write_outline(ola, idea)


@pytest.mark.parametrize("stage", ["applied", "funded", "under_way"])
def test_with_the_money_the_idea_goes_from_the_broker_to_the_contact_with_a_date_and_in_the_history(
    taken, idea, ola, kari, ola_seat, stage
):
    Idea.objects.update(stage=stage, holder_seat=ola_seat)
    to = {"applied": "funded", "funded": "under_way", "under_way": "in_use"}[stage]

    event = moving.move(idea=idea, to=to, by=ola, next_date=dates.answer_by(9), reason="Forskningsrådet sa ja.")

    assert (idea.holder_seat, idea.next_date) == (holding.contact_seat(idea.municipality), dates.answer_by(9))
    assert event.reason == "Forskningsrådet sa ja. Den ligger hos FoUI-kontakten igjen."
    assert not can_move(ola, idea)
    moving.undo(event=event, by=kari)
    assert Idea.objects.get().holder_seat_id == ola_seat.pk


def test_whom_the_contact_names_gets_it_with_the_money(taken, idea, kari, ola_seat):
    Idea.objects.update(stage="applied", holder_seat=ola_seat)
    mona = holding.named_person(name="Mona Lund", email="mona@frosta.example", by=kari)

    moving.move(idea=idea, to="funded", by=kari, next_date=dates.answer_by(9), to_person=mona)

    assert (idea.holder_person, idea.holder_seat) == (mona, None)


def test_an_outline_still_lies_with_the_broker(taken, idea, ola, ola_seat):
    moving.move(idea=idea, to="outline", by=ola, next_date=dates.answer_by(9))

    assert idea.holder_seat_id == ola_seat.pk
