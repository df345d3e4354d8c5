"""No road to «application sent» without an application, and none without somebody who stands behind it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation

from ideas.life import choosing, moving
from ideas.models import Idea
from ideas.money import anchoring, applying
from ideas.whose import dates
from overview.brokering import brokering_outcomes
from partnership.common import norwegian
from tests.partners import money

pytestmark = pytest.mark.django_db


@pytest.fixture
def outlined(idea):
    idea.stage = "outline"
    idea.save()
    return idea


@pytest.fixture
def as_kari(kari):
    client = Client()
    client.force_login(kari)
    return client


def at(idea, name: str, *more: object) -> str:
    return reverse(f"ideas:{name}", args=[idea.pk, *more])


def test_the_page_leads_to_the_calls_and_not_past_them(as_kari, outlined):
    first = choosing.card(outlined).first

    assert (first.label, first.url) == ("Velg hva dere søker på", at(outlined, "applications"))
    answer = as_kari.post(at(outlined, "step", "soknad-sendt"), {"next_date": dates.answer_by(30)})
    assert answer.headers["Location"] == at(outlined, "applications")
    assert Idea.objects.get().stage == "outline"


def test_with_one_that_is_not_sent_the_step_leads_to_noting_that(as_kari, outlined, kari):
    made = applying.choose_elsewhere(idea=outlined, title="Stiftelsen Dam", why="Passer.", by=kari)

    answer = as_kari.get(at(outlined, "step", "soknad-sendt"))

    assert answer.headers["Location"] == at(outlined, "application_sent", made.pk)


def test_moved_by_hand_it_is_refused_and_nothing_typed_is_lost(as_kari, outlined):
    typed = {"to": "applied", "next_date": dates.answer_by(30), "told": "Vi har søkt!"}

    page = as_kari.post(at(outlined, "move"), typed)

    assert page.status_code == 422
    assert "Velg utlysningen under «Penger til ideen»" in page.content.decode()
    assert "Vi har søkt!" in page.content.decode()
    assert Idea.objects.get().stage == "outline"


def test_other_moves_need_no_application(as_kari, outlined):
    data = {"to": "clarifying", "reason": "Vi må vite mer.", "next_date": dates.answer_by(5)}

    assert as_kari.post(at(outlined, "move"), data).status_code == 302


def test_a_call_that_is_not_in_the_list_goes_all_the_way_and_counts(as_kari, outlined, kari, ola_seat):
    outlined.broker_requests.create(
        broker=ola_seat, answer="taken", answer_by=norwegian.today(), answered_at=outlined.received_at
    )
    said = {"title": "Stiftelsen Dam", "amount": 150_000, "is_forprosjekt": "on", "why": "Passer for oss."}

    for _press in range(2):
        as_kari.post(at(outlined, "call_elsewhere"), said)
    made = outlined.applications.get()
    page = as_kari.get(at(outlined, "application", made.pk)).content.decode()
    assert "Stiftelsen Dam" in page
    stands = {"forankring-who": "Liv Dahl, helsesjef", "forankring-on": norwegian.today()}
    day = {"on": norwegian.today(), "next_date": dates.answer_by(30)}
    assert as_kari.post(at(outlined, "application_sent", made.pk), stands | day).status_code == 302
    answer = {"outcome": "funded", "on": norwegian.today(), "granted": 150_000, "next_date": dates.answer_by(9)}
    assert as_kari.post(at(outlined, "application_answer", made.pk), answer).status_code == 302

    assert Idea.objects.get().stage == "funded"
    assert "Stiftelsen Dam" in as_kari.get(at(outlined, "applications")).content.decode()
    assert as_kari.get(outlined.get_absolute_url()).status_code == 200
    with translation.override("en"):
        counted = dict(brokering_outcomes.of(norwegian.today(), norwegian.today(), [ola_seat.company_id]))
    assert (counted["Applications sent"], counted["of them: other calls"], counted["Pre-projects funded"]) == (
        1,
        1,
        1,
    )


def test_without_a_name_or_why_it_is_refused_beside_the_field(as_kari, outlined):
    page = as_kari.post(at(outlined, "call_elsewhere"), {"title": "", "why": ""})

    assert page.status_code == 422
    assert "Skriv hva utlysningen heter." in page.content.decode()
    assert not outlined.applications.exists()


@pytest.mark.parametrize(("phases", "is_one"), [(["preproject"], True), (["preproject", "main"], False), ([], False)])
def test_what_is_for_preprojects_alone_is_noted_as_one(outlined, kari, phases, is_one):
    made = applying.choose(idea=outlined, call=money.call(phases=phases), why="Passer.", by=kari)

    assert made.is_forprosjekt is is_one


def test_the_verb_itself_refuses(outlined, kari):
    with pytest.raises(ValidationError) as refused:
        moving.move(idea=outlined, to="applied", by=kari, next_date=dates.answer_by(30))

    assert refused.value.code == anchoring.NOT_ANCHORED
