"""Every page of an idea has a way back that leads somewhere; and many that end at once begin from a ready text."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from ideas.life import ready_texts
from ideas.money import anchoring, applying, outlining
from partnership.common import norwegian
from tests import factories
from tests.partners import money

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_kari(kari):
    client = Client()
    client.force_login(kari)
    return client


@pytest.fixture
def applied(idea, kari):
    idea.stage = "outline"
    idea.save()
    outlining.start(idea=idea, by=kari)
    anchoring.anchor(idea=idea, who="Rådet", on=norwegian.today(), by=kari)
    return applying.choose(idea=idea, call=money.call(), why="Passer.", by=kari)


@pytest.mark.parametrize(
    ("path", "back"),
    [
        ("behov/", "soknader/"),
        ("soknader/velg/{call}/", "soknader/"),
        ("soknader/annen/", "soknader/"),
        ("soknader/{application}/sendt/", "soknader/{application}/"),
        ("soknader/{application}/svar/", "soknader/{application}/"),
        ("leder/", "forankring/"),
        ("skisse/kopier/", "skisse/"),
        ("skisse/egensjekk/forskning/", "skisse/egensjekk/"),
        ("skisse/mal/tidligere/", "skisse/mal/"),
    ],
)
def test_no_leads_back_to_the_page_above(as_kari, idea, applied, path, back):
    keys = {"call": applied.call_id, "application": applied.pk}
    answer = as_kari.get(f"/ideer/{idea.pk}/{path}".format(**keys))

    page = answer.content.decode()

    assert answer.status_code == 200
    assert 'href=""' not in page
    assert f'href="/ideer/{idea.pk}/{back}"'.format(**keys) in page


def test_many_that_end_choose_among_the_ready_texts(as_kari, idea, frosta):
    other = factories.idea(frosta, sender="a@frosta.example", stage="clarifying")
    address = f"{reverse('ideas:several')}?gjor=ikke-na&idea={idea.pk}&idea={other.pk}"

    first = as_kari.get(address)
    texts = first.context["texts"]
    chosen = as_kari.get(reverse("ideas:several") + texts[0][0])

    assert [one for _url, one in texts] == list(ready_texts.NOT_NOW)
    assert chosen.context["form"]["told"].value() == str(ready_texts.NOT_NOW[0].text)
    assert chosen.context["ideas"] == [idea, other]
    assert "grunn=" not in as_kari.get(address.replace("ikke-na", "dato")).content.decode()
