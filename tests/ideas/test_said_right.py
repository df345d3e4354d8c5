"""Small words on the pages of ideas that say what holds: reasons, projects, brokers, stale facts, ready texts."""

from __future__ import annotations

import datetime as dt

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import translation

from ideas.life import ready_texts
from ideas.whose import dates
from ideas.with_brokers import brokering
from partnership.common import norwegian
from tests import factories
from tests.partners import money

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def bokmal():
    with translation.override("nb"):
        yield


def of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(answer) -> str:
    return " ".join(answer.content.decode().replace("\xa0", " ").split())


def at(idea, name: str, *more: object) -> str:
    return reverse(f"ideas:{name}", args=[idea.pk, *more])


def reason_label(page: str) -> str:
    return page.split('for="id_reason"')[1].split("</label>")[0]


@pytest.mark.parametrize(("stage", "is_needed"), [("trying", True), ("received", False)])
def test_a_step_back_says_that_it_wants_a_reason(idea, kari, stage, is_needed):
    idea.stage = stage
    idea.save()

    page = text(of(kari).get(at(idea, "step", "se-naermere")))

    assert ("valgfritt" not in reason_label(page)) is is_needed
    assert ("Må fylles ut, med mindre du skriver til avsenderen." in page) is is_needed


def test_a_word_to_the_sender_is_reason_enough_and_none_is_asked_for_beside_the_field(idea, kari):
    idea.stage = "trying"
    idea.save()
    typed = {"next_date": dates.answer_by(9), "version": idea.version}

    refused = of(kari).post(at(idea, "step", "se-naermere"), typed)

    assert (refused.status_code, set(refused.context["form"].errors)) == (422, {"reason"})
    assert of(kari).post(at(idea, "step", "se-naermere"), typed | {"told": "Vi må vite mer."}).status_code == 302


def test_an_ended_idea_shows_no_form_for_a_step_it_cannot_take(idea, kari):
    idea.stage, idea.next_date = "ended", None
    idea.save()

    answer = of(kari).get(at(idea, "step", "prov-lokalt"), follow=True)

    assert answer.redirect_chain == [(idea.get_absolute_url(), 302)]
    assert "Velg et annet steg." in text(answer)


@pytest.mark.parametrize(("stage", "word"), [("applied", "Idé"), ("funded", "Prosjekt"), ("under_way", "Prosjekt")])
def test_what_has_its_money_is_a_project(idea, kari, stage, word):
    idea.stage = stage
    idea.save()

    assert f"{word} {idea.number}, Frosta" in text(of(kari).get(idea.get_absolute_url()))


def test_the_sender_reads_who_the_broker_is_and_the_broker_whom_to_ask(idea, ola, ola_seat, kari):
    brokering.take(request=brokering.ask(idea=idea, broker=ola_seat, by=kari), by=ola)

    sender = text(Client().get(reverse("idea_links:sender", args=[idea.sender.token()])))
    broker, contact = text(of(ola).get(idea.get_absolute_url())), text(of(kari).get(idea.get_absolute_url()))

    assert f"Ideen din ligger hos Ola Moen, {ola_seat.title}" in sender
    assert "Be FoUI-kontakten sette dere i kontakt" in broker
    assert "Be FoUI-kontakten sette dere i kontakt" not in contact


def test_no_colon_after_a_question_mark(kari, frosta):
    page = text(of(kari).post(reverse("ideas:new"), {"municipality": frosta.pk}))

    assert "?:" not in page


def test_what_is_stale_is_a_sentence_of_its_own():
    call = money.call(last_checked=norwegian.today() - dt.timedelta(days=900))

    said = " ".join(render_to_string("partners/_checked.html", {"checked": call}).split())

    assert "Må sjekkes.</span> Sist sjekket" in said


def test_no_ready_text_says_that_something_was_done():
    assert not any("Jeg har" in str(one.text) for one in ready_texts.NOT_NOW)


@pytest.mark.parametrize(("stage", "may"), [("trying", True), ("ended", False)])
def test_support_is_offered_only_where_it_can_be_given(idea, stage, may):
    idea.stage, idea.visibility = stage, "public"
    idea.next_date = idea.next_date if may else None
    idea.save()
    factories.MunicipalityFactory()

    page = text(Client().post(reverse("sending:similar"), {"problem": idea.problem}))

    assert idea.title in page
    assert ("støtte den i stedet" in page) is may
