"""What a broker did by the contact's standing consent: said to be the broker's, and undone for a week."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse

from ideas.life import moving
from ideas.whose import dates, holding
from ideas.with_brokers import brokering, on_behalf
from partnership.common import contributions, norwegian

pytestmark = pytest.mark.django_db


@pytest.fixture
def consent(idea, frosta, ola_seat, ola, kari):
    brokering.take(request=brokering.ask(idea=idea, broker=ola_seat, by=kari), by=ola)
    idea.refresh_from_db()
    return on_behalf.give(municipality=frosta, broker=ola_seat, by=kari)


@pytest.fixture
def as_kari(kari):
    client = Client()
    client.force_login(kari)
    return client


def text(response) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def more_time(idea, ola, days: int):
    return holding.give_time(
        idea=idea, until=dates.answer_by(days), by=ola, behalf_of=holding.contact_seat(idea.municipality)
    )


def outline(idea, ola):
    seat = holding.contact_seat(idea.municipality)
    return moving.move(idea=idea, to="outline", by=ola, next_date=dates.answer_by(30), behalf_of=seat)


def undo(client, idea, event):
    return client.post(reverse("ideas:undo", args=[idea.pk, event.pk]))


def test_the_contact_reads_that_the_broker_did_it(as_kari, idea, consent, ola):
    more_time(idea, ola, 15)

    page = text(as_kari.get(idea.get_absolute_url()))

    assert "Ola Moen gjorde dette for deg" in page
    assert "Du gjorde dette" not in page


def test_who_did_it_is_still_told_so(idea, consent, ola):
    more_time(idea, ola, 15)
    client = Client()
    client.force_login(ola)

    assert "Du gjorde dette kl." in text(client.get(idea.get_absolute_url()))


def test_an_earlier_act_is_undone_from_the_history_days_later_and_the_later_one_stands(as_kari, idea, consent, ola):
    was = idea.next_date
    dated = more_time(idea, ola, 15)
    moving.move(idea=idea, to="paused", by=ola, next_date=dated.next_date, reason="Venter på budsjettet.")
    idea.events.update(at=F("at") - dt.timedelta(days=3))

    page = text(as_kari.get(reverse("ideas:history", args=[idea.pk])))
    assert f"/angre/{dated.pk}/" in page
    assert undo(as_kari, idea, dated).status_code == 302

    idea.refresh_from_db()
    assert (idea.stage, idea.next_date) == ("paused", was)


def test_a_later_date_closes_the_earlier_one_until_it_is_undone_itself(as_kari, idea, consent, ola):
    first, second = more_time(idea, ola, 15), more_time(idea, ola, 20)

    assert f"/angre/{first.pk}/" not in text(as_kari.get(reverse("ideas:history", args=[idea.pk])))
    undo(as_kari, idea, first)
    idea.refresh_from_db()
    assert idea.next_date == second.next_date

    undo(as_kari, idea, second)
    undo(as_kari, idea, first)
    idea.refresh_from_db()
    assert idea.next_date == first.idea.events.get(kind="broker_took").next_date


def test_a_move_is_undone_and_the_date_given_since_stays(as_kari, idea, consent, ola):
    moved = outline(idea, ola)
    dated = more_time(idea, ola, 40)

    undo(as_kari, idea, moved)

    idea.refresh_from_db()
    assert (idea.stage, idea.next_date) == ("brokering", dated.next_date)


def test_what_has_been_changed_since_by_another_act_is_not_put_back(as_kari, idea, consent, ola, kari):
    dated = more_time(idea, ola, 15)
    moving.move(idea=idea, to="outline", by=kari, next_date=dates.answer_by(30))

    undo(as_kari, idea, dated)

    idea.refresh_from_db()
    assert idea.next_date == dates.answer_by(30)


def test_after_a_week_nothing_is_offered_and_nothing_undone(as_kari, idea, consent, ola):
    dated = more_time(idea, ola, 15)
    idea.events.update(at=F("at") - dt.timedelta(days=7, minutes=1))

    assert f"/angre/{dated.pk}/" not in text(as_kari.get(reverse("ideas:history", args=[idea.pk])))
    undo(as_kari, idea, dated)
    idea.refresh_from_db()
    assert idea.next_date == dated.next_date


def test_ones_own_older_acts_are_not_undone_from_the_history(as_kari, idea, kari, ola):
    first = holding.give_time(idea=idea, until=dates.answer_by(15), by=kari)
    moving.move(idea=idea, to="trying", by=kari, next_date=first.next_date)

    assert "/angre/" not in text(as_kari.get(reverse("ideas:history", args=[idea.pk])))


def test_it_stands_on_the_contacts_first_page_while_it_can_be_undone_and_in_no_mail_line(idea, consent, ola, kari):
    event = more_time(idea, ola, 15)
    today = norwegian.today()

    (line,) = [one for one in contributions.waiting(kari, today) if one.key == f"idea-behalf:{event.pk}"]
    assert line.title == f"Ola Moen har handlet for deg i idé {idea.number}"
    assert line.actions[0].url == reverse("ideas:history", args=[idea.pk])
    assert not line.belongs_in_mail(today)
    assert not [one for one in contributions.waiting(ola, today) if one.key.startswith("idea-behalf")]

    idea.events.update(at=F("at") - dt.timedelta(days=8))
    assert not [one for one in contributions.waiting(kari, today) if one.key.startswith("idea-behalf")]
