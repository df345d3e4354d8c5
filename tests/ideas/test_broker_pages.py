"""The pages of a question to a broker: asking, answering signed in and by link, consent, and logging on an idea."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from brokers.models import BrokeringEntry
from ideas.life import moving
from ideas.models import Idea, StandingConsent
from ideas.permissions import may_write_for_contact
from ideas.whose import dates, holding
from ideas.with_brokers import brokering, on_behalf, talks
from municipalities.models import FouiContact
from partnership.common import contributions, norwegian
from partnership.mail.models import Notice
from partnership.partners.models import ResearchOrganisation
from partnership.people.models import Absence
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NOTE = "Hva vet forskningen om natta?"


@pytest.fixture
def asked(idea, ola_seat, kari):
    return brokering.ask(idea=idea, broker=ola_seat, by=kari, note=NOTE)


@pytest.fixture
def taken(asked, ola):
    return brokering.take(request=asked, by=ola)


def of(user):
    client = Client()
    client.force_login(user)
    return client


def text(response):
    return response.content.decode().replace("\xa0", " ")


def link(asked, person, name="broker"):
    return reverse(f"idea_links:{name}", args=[asked.token(person)])


def test_the_contact_is_shown_reasons_and_asks_with_one_press(idea, ola, ola_seat, siv, kari):
    client, url = of(kari), reverse("ideas:ask_broker", args=[idea.pk])

    page = text(client.get(url))
    assert "Ola Moen er i et selskap som dekker Frosta." in page
    assert "Siv Aalberg dekker ikke Frosta." in page

    response = client.post(url, {"broker": ola_seat.pk, "note": NOTE, "ask_next": "on"})
    assert response["Location"] == idea.get_absolute_url()
    request = idea.broker_requests.get()
    assert (request.note, request.ask_next, request.asked_by) == (NOTE, True, kari)


@pytest.mark.parametrize("broker", ["", "0", "abc", "9" * 30])
def test_a_broker_that_is_none_is_refused_with_what_to_do(broker, idea, ola, kari):
    response = of(kari).post(reverse("ideas:ask_broker", args=[idea.pk]), {"broker": broker, "note": NOTE})

    assert response.status_code == 422
    assert NOTE in text(response)
    assert not idea.broker_requests.exists()


def test_a_broker_cannot_ask_for_the_contact(asked, idea, ola):
    assert of(ola).get(reverse("ideas:ask_broker", args=[idea.pk])).status_code == 403


def test_the_broker_reads_the_question_and_takes_the_case(asked, idea, ola):
    client = of(ola)

    page = text(client.get(reverse("ideas:broker_answer", args=[asked.pk])))
    assert idea.title in page
    assert NOTE in page
    assert "Kari Vik" in page

    client.post(reverse("ideas:broker_taking", args=[asked.pk]))
    page = text(client.get(reverse("ideas:broker_answer", args=[asked.pk])))
    assert "Du har saken" in page
    assert "Logg at du tok saken" in page


def test_the_broker_says_no_with_a_reason(asked, idea, ola, kari):
    client, url = of(ola), reverse("ideas:broker_answer", args=[asked.pk])

    assert client.post(url, {"text": "Beklager."}).status_code == 422
    assert client.post(url, {"reason": "full", "text": "Spør i februar."}).status_code == 302

    assert "Spør i februar." in text(of(kari).get(idea.get_absolute_url()))
    assert client.get(idea.get_absolute_url()).status_code == 404


def test_somebody_elses_question_is_not_found(asked, siv, kari):
    for person in (siv, kari):
        assert of(person).get(reverse("ideas:broker_answer", args=[asked.pk])).status_code == 404


def test_a_deputy_answers_only_while_the_holder_is_away(asked, ola, ola_seat):
    deputy = factories.give(ola_seat, capacity="deputy")
    url = reverse("ideas:broker_taking", args=[asked.pk])
    assert of(deputy).post(url).status_code == 403

    Absence.objects.create(person=ola, since=TODAY, until=TODAY + dt.timedelta(days=3))

    assert of(deputy).post(url).status_code == 302
    asked.refresh_from_db()
    assert asked.answered_by == deputy


def test_the_link_shows_nothing_of_the_idea_and_only_post_acts(asked, idea, ola):
    client = Client()

    page = text(client.get(link(asked, ola)))
    assert "Frosta ber om hjelp" in page
    assert "400 00 001" in page
    assert idea.title not in page
    assert NOTE not in page
    asked.refresh_from_db()
    assert asked.is_open

    assert client.post(link(asked, ola, "broker_taking")).status_code == 302
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_by) == ("taken", ola)


def test_by_link_one_can_say_no(asked, ola):
    assert Client().post(link(asked, ola), {"reason": "field", "text": ""}).status_code == 302

    asked.refresh_from_db()
    assert (asked.answer, asked.reason) == ("cannot", "field")
    assert "Kontakten får beskjed" in text(Client().get(link(asked, ola)))


def test_a_link_is_closed_when_the_question_is_taken_back_or_the_role_is_over(asked, ola, ola_seat, kari):
    siv = factories.person()
    assert Client().get(link(asked, siv)).status_code == 410
    assert Client().get(reverse("idea_links:broker", args=["1.2.x"])).status_code == 404

    brokering.take_back(request=asked, by=kari)

    assert Client().get(link(asked, ola)).status_code == 410
    assert Client().post(link(asked, ola, "broker_taking")).status_code == 410


def test_the_contact_takes_the_question_back(asked, idea, kari):
    url = reverse("ideas:broker_taking_back", args=[idea.pk, asked.pk])

    assert of(kari).post(url).status_code == 302

    asked.refresh_from_db()
    assert asked.answer == "taken_back"


def test_what_is_asked_waits_for_the_broker_without_a_word_of_the_idea(asked, idea, ola):
    (item,) = [one for one in contributions.waiting(ola, norwegian.today()) if one.key.startswith("broker-request")]

    assert (item.title, item.due) == ("Frosta ber om hjelp", asked.answer_by)
    assert [action.label for action in item.actions] == ["Ta saken", "Kan ikke"]
    assert idea.title not in str(item)
    page = text(of(ola).get("/"))
    assert "Frosta ber om hjelp" in page


def test_taken_cases_stand_on_the_first_page_with_the_log_one_press_away(taken, idea, ola):
    page = text(of(ola).get("/"))

    assert idea.title in page
    assert reverse("ideas:log_talk", args=[idea.pk]) in page


def test_a_talk_logged_on_the_idea_is_in_the_log_and_on_the_idea(taken, idea, ola, kari):
    url = reverse("ideas:log_talk", args=[idea.pk])
    assert "Logg en samtale med Frosta" in text(of(ola).get(url))

    values = {"kind": "clarified", "text": "Snakket med hjemmetjenesten."}
    assert of(ola).post(url, values).status_code == 302
    assert of(ola).post(url, values).status_code == 302

    entry = BrokeringEntry.objects.get()
    assert (entry.municipality, entry.day, entry.written_by) == (idea.municipality, TODAY, ola)
    for person in (ola, kari):
        assert "Snakket med hjemmetjenesten." in text(of(person).get(idea.get_absolute_url()))


def test_who_may_not_read_the_log_does_not_read_it_on_the_idea(taken, idea, ola, siv):
    talks.note(idea=idea, seat=taken.broker, by=ola, kind="clarified", text="Bare for oss.")
    Idea.objects.filter(pk=idea.pk).update(visibility="public")

    for person in (siv, factories.officer()):
        assert "Bare for oss." not in text(of(person).get(idea.get_absolute_url()))


def test_a_talk_in_the_future_or_without_words_is_refused(taken, idea, ola):
    url, tomorrow = reverse("ideas:log_talk", args=[idea.pk]), (TODAY + dt.timedelta(days=1)).isoformat()

    for values in ({"kind": "clarified", "text": "Hei", "day": tomorrow}, {"kind": "", "text": ""}, {"kind": "x"}):
        assert of(ola).post(url, values).status_code == 422
    assert not BrokeringEntry.objects.exists()


def test_taking_and_connecting_are_logged_with_one_press(taken, idea, ola):
    nord = ResearchOrganisation.objects.create(name="Nord universitet", slug="nord")
    idea.research_organisations.add(nord)
    seat = talks.seat_for(ola, idea)

    first, second = talks.offers(idea, seat, talks.shown(ola, idea))

    for offer in (first, second):
        values = {"kind": offer.kind, "text": offer.text, "research_organisation": offer.research_organisation or ""}
        assert of(ola).post(reverse("ideas:log_talk", args=[idea.pk]), values).status_code == 302
    assert talks.offers(idea, seat, talks.shown(ola, idea)) == []
    assert BrokeringEntry.objects.filter(kind="connected", research_organisation=nord).count() == 1


def test_the_contact_lets_the_broker_write_and_takes_it_back(taken, idea, ola, kari, frosta):
    client, url = of(kari), reverse("ideas:broker_consents")
    assert not may_write_for_contact(ola, idea)

    for _press in range(2):
        on_behalf.give(municipality=frosta, broker=taken.broker, by=kari)
    assert may_write_for_contact(ola, idea)
    consent = StandingConsent.objects.get()
    assert "Ola Moen" in text(client.get(url))

    client.post(reverse("ideas:broker_consent_taking_back", args=[consent.pk]))
    assert not may_write_for_contact(type(ola).objects.get(pk=ola.pk), idea)

    assert client.post(url, {"who": f"{frosta.pk}-{taken.broker_id}"}).status_code == 302
    assert StandingConsent.objects.current().count() == 1
    assert client.post(url, {"who": "1-x"}).status_code == 422


def test_the_contact_is_told_of_what_was_done_for_them_and_undoes_it_days_later(taken, idea, ola, kari, frosta):
    seat = holding.contact_seat(frosta)
    idea.refresh_from_db()
    was = idea.next_date
    event = holding.give_time(idea=idea, until=dates.answer_by(15), by=ola, behalf_of=seat)

    line = Notice.objects.get(person=kari, key=f"idea-behalf:{event.pk}").line
    assert line.startswith(f"Ola Moen gjorde dette for deg med idé {idea.number}")
    idea.events.update(at=F("at") - dt.timedelta(days=2))
    event.refresh_from_db()
    assert on_behalf.may_undo(kari, event)
    assert not on_behalf.may_undo(factories.person(), event)
    moving.undo(event=event, by=kari)
    idea.refresh_from_db()
    assert idea.next_date == was


def test_a_consent_of_another_municipality_is_not_mine_to_take_back(taken, kari, frosta):
    consent = on_behalf.give(municipality=frosta, broker=taken.broker, by=kari)

    response = of(factories.contact()).post(reverse("ideas:broker_consent_taking_back", args=[consent.pk]))

    assert response.status_code == 403
    assert StandingConsent.objects.current().exists()


def test_the_ideas_page_asks_no_more_with_many_questions(taken, idea, ola_seat, kari, django_assert_max_num_queries):
    for _number in range(5):
        idea.broker_requests.create(broker=ola_seat, answer_by=TODAY, answer="silent")
    client = of(kari)
    client.get(idea.get_absolute_url())

    with django_assert_max_num_queries(24):
        client.get(idea.get_absolute_url())


def test_cases_cost_the_same_for_one_and_for_many(taken, frosta, ola, ola_seat, kari, django_assert_max_num_queries):
    for _number in range(6):
        more = factories.idea(frosta)
        brokering.take(request=brokering.ask(idea=more, broker=ola_seat, by=kari), by=ola)
    client = of(ola)

    with django_assert_max_num_queries(10):
        page = text(client.get(reverse("ideas:broker_cases")))
    assert page.count("Logg en samtale<") == 7
    assert FouiContact.objects.count() == 1
