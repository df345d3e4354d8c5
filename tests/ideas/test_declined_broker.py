"""A broker who has said no to an idea: last among the suggestions, and a line to whoever asked."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from brokers.models import Broker
from ideas.life import moving
from ideas.whose import dates, holding
from ideas.with_brokers import brokering, suggesting
from ideas.with_brokers.forms import AskForm
from partnership.common import contributions, norwegian
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def declined(idea, ola, ola_seat, kari):
    ola_seat.capacity = "free"
    ola_seat.save()
    brokering.cannot(request=brokering.ask(idea=idea, broker=ola_seat, by=kari), by=ola, reason="full")
    idea.refresh_from_db()
    return idea


def line(kari):
    found = contributions.waiting(type(kari).objects.get(pk=kari.pk), norwegian.today())
    return next((one for one in found if one.key.startswith("broker-declined")), None)


def test_he_is_last_and_among_the_others(declined, ola_seat, siv):
    factories.give(Broker.objects.create(company=ola_seat.company), factories.person("Åse Dahl"))

    found = suggesting.brokers_for(declined)
    form = AskForm(suggestions=found)

    assert [one.name for one in found] == ["Åse Dahl", "Siv Aalberg", "Ola Moen"]
    assert [one.name for one in form.likely] == ["Åse Dahl"]
    assert "ledig kapasitet" not in found[-1].reason
    assert found[-1].asked == "Ble spurt, og kunne ikke."


def test_another_idea_is_still_his_first(declined, frosta, ola):
    other = factories.idea(frosta, sender="a@frosta.example", stage="clarifying")

    assert suggesting.brokers_for(other)[0].is_likely


def test_the_first_page_says_so_with_the_way_on(declined, kari):
    client = Client()
    client.force_login(kari)

    page = " ".join(client.get("/").content.decode().replace("\xa0", " ").split())

    assert "Ola Moen kan ikke. Spør en annen." in page
    assert reverse("ideas:ask_broker", args=[declined.pk]) in page
    assert not line(kari).belongs_in_mail(norwegian.today())


@pytest.mark.parametrize("act", ["ask", "move", "date"])
def test_it_is_gone_when_something_is_done(declined, kari, siv_seat, act):
    assert line(kari) is not None

    if act == "ask":
        brokering.ask(idea=declined, broker=siv_seat, by=kari)
    elif act == "move":
        moving.move(idea=declined, to="trying", by=kari, next_date=dates.answer_by(9))
    else:
        holding.give_time(idea=declined, until=dates.answer_by(9), by=kari)

    assert line(kari) is None


def test_nobody_else_has_it(declined, ola, siv):
    assert line(siv) is None
    assert line(ola) is None
