"""Who stands behind an idea, and the two lines to the right leader."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from ideas.late import leader_waiting
from ideas.models import Anchoring, LeaderRequest
from ideas.money import anchoring
from municipalities.models import FouiContact
from partnership.common import norwegian
from partnership.mail import kinds
from partnership.mail.models import OutgoingMail
from partnership.people.models import RoleTerm, User
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def kari():
    return factories.contact("Kari Vik", factories.MunicipalityFactory(name="Frosta", slug="frosta"))


@pytest.fixture
def idea(kari):
    return factories.idea(FouiContact.objects.get(terms__person=kari).municipality)


@pytest.fixture
def asked(idea, kari):
    return anchoring.ask_leader(
        idea=idea, name="Liv Dahl", email="liv@frosta.example", summary="Sensorer i stedet for bil.", by=kari
    )


def link(asked: LeaderRequest) -> str:
    asked.refresh_from_db()
    return reverse("idea_links:right_leader", args=[asked.token()])


def client_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_who_stands_behind_it_is_kept_once_with_day_and_case_number(idea, kari):
    for _time in range(2):
        anchoring.anchor(idea=idea, who="Kommunedirektøren", on=norwegian.today(), case_number="26/114", by=kari)

    kept = idea.anchorings.get()
    assert (kept.who, kept.on, kept.case_number, kept.by) == ("Kommunedirektøren", norwegian.today(), "26/114", kari)
    assert idea.events.filter(kind="anchored").count() == 1


@pytest.mark.parametrize("days", [1, -4000])
def test_a_day_ahead_or_long_gone_is_refused_beside_the_field(idea, kari, days):
    day = norwegian.today() + dt.timedelta(days=days)

    response = client_of(kari).post(reverse("ideas:anchoring", args=[idea.pk]), {"who": "Rådet", "on": day})

    assert response.status_code == 422
    assert response.context["form"].errors["on"]
    assert not idea.anchorings.exists()


def test_what_was_noted_by_mistake_can_be_taken_away(idea, kari):
    noted = anchoring.anchor(idea=idea, who="Feil", on=norwegian.today(), by=kari)

    client_of(kari).post(reverse("ideas:anchoring_removal", args=[idea.pk, noted.pk]))

    assert not idea.anchorings.exists()


@pytest.fixture
def sent(kari):
    """An idea somebody sent, with its mails told."""
    place = FouiContact.objects.get(terms__person=kari).municipality
    idea = factories.idea(place, sender="siv.lund@frosta.example", stage="clarifying")
    OutgoingMail.objects.all().delete()
    return idea


def senders_page(idea) -> str:
    return Client().get(reverse("idea_links:sender", args=[idea.sender.token()])).content.decode()


STANDS = "Noen som bestemmer i kommunen, står bak ideen din."


def test_the_sender_is_told_that_somebody_stands_behind_it_and_not_who(sent, kari):
    for _time in range(2):
        anchoring.anchor(idea=sent, who="Liv Dahl, helsesjef", on=norwegian.today(), case_number="26/114", by=kari)

    (mail,) = OutgoingMail.objects.filter(kind="ideas.status")
    text = kinds.registry()["ideas.status"].compose([mail])[mail.pk].text
    assert STANDS in text
    assert STANDS in senders_page(sent)
    assert [word for word in ("Liv Dahl", "26/114") if word in text + senders_page(sent)] == []


def test_a_leader_who_says_so_by_link_is_told_of_too(sent, kari):
    asked = anchoring.ask_leader(idea=sent, name="Liv Dahl", email="liv@frosta.example", summary="To", by=kari)
    anchoring.want_call(request=asked, phone="400 00 000")
    assert not OutgoingMail.objects.filter(kind="ideas.status").exists()

    anchoring.stand_behind(request=asked, name="Liv Dahl")

    assert OutgoingMail.objects.filter(kind="ideas.status").count() == 1


def test_a_mistake_is_taken_out_of_the_senders_page_and_told_when_it_had_been_mailed(sent, kari):
    noted = anchoring.anchor(idea=sent, who="Feil", on=norwegian.today(), by=kari)
    OutgoingMail.objects.filter(kind="ideas.status").update(state="sent")

    anchoring.take_away(anchoring=noted, by=kari)

    assert STANDS not in senders_page(sent)
    assert OutgoingMail.objects.filter(kind="ideas.status", state="ready").count() == 1


def test_the_mail_to_the_leader_holds_nothing_of_the_idea(asked):
    mail = OutgoingMail.objects.get(kind="ideas.to_right_leader")

    assert mail.to_email == "liv@frosta.example"
    assert mail.payload == {}


def test_a_scanner_opening_the_link_answers_nothing(asked):
    page = Client().get(link(asked))

    assert page.status_code == 200
    assert "Sensorer i stedet for bil." in page.content.decode()
    asked.refresh_from_db()
    assert asked.answer == ""


def test_the_leader_stands_behind_it_with_one_press_and_twice_is_once(asked):
    for _time in range(2):
        Client().post(link(asked), {"valg": "bak", "name": "Liv Dahl, helsesjef", "case_number": ""})

    noted = Anchoring.objects.get()
    assert (noted.who, noted.on, noted.by) == ("Liv Dahl, helsesjef", norwegian.today(), None)
    assert "Takk. Du står bak." in Client().get(link(asked)).content.decode()


def test_ring_me_waits_for_whoever_asked_and_can_still_become_a_yes(asked, kari, idea):
    Client().post(link(asked), {"valg": "ring", "phone": "400 00 099"})

    [waits] = leader_waiting.waiting(kari, norwegian.today())
    assert waits.title == f"Ring Liv Dahl om idé {idea.number}"
    page = reverse("ideas:anchoring", args=[idea.pk])
    assert "Vil at du ringer:" in client_of(kari).get(page).content.decode()
    client_of(kari).post(reverse("ideas:leader_called", args=[idea.pk, asked.pk]))
    asked.refresh_from_db()
    assert not asked.wants_call
    assert list(leader_waiting.waiting(kari, norwegian.today())) == []
    Client().post(link(asked), {"valg": "bak", "name": "Liv Dahl"})
    assert Anchoring.objects.get().who == "Liv Dahl"


def test_nothing_waits_for_whoever_asked_and_sees_the_idea_no_longer(asked, kari):
    Client().post(link(asked), {"valg": "ring", "phone": "400 00 099"})
    RoleTerm.objects.filter(person=kari).update(until=norwegian.today())

    assert list(leader_waiting.waiting(User.objects.get(pk=kari.pk), norwegian.today())) == []


def test_an_answer_without_name_or_number_is_asked_for_in_words(asked):
    for data in ({"valg": "bak", "name": ""}, {"valg": "ring", "phone": ""}, {"valg": "bak", "name": "http://x.no"}):
        response = Client().post(link(asked), data)
        assert response.status_code == 422
    assert not Anchoring.objects.exists()


def test_a_link_that_is_taken_back_opens_nothing(asked, kari, idea):
    old = link(asked)

    client_of(kari).post(reverse("ideas:leader_taking_back", args=[idea.pk, asked.pk]))

    assert Client().get(old).status_code == 404
    assert Client().post(link(asked), {"valg": "bak", "name": "Liv Dahl"}).status_code == 410
    assert anchoring.take_back(request=asked, by=kari) is False


def test_the_link_closes_with_the_idea(asked, idea):
    idea.stage = "ended"
    idea.save()

    page = Client().get(link(asked))

    assert page.status_code == 410
    assert "Ideen er avsluttet." in page.content.decode()
    with pytest.raises(ValidationError):
        anchoring.stand_behind(request=asked, name="Liv Dahl")


def test_asking_the_same_leader_again_replaces_the_first_link(asked, idea, kari):
    old = link(asked)

    again = anchoring.ask_leader(idea=idea, name="Liv Dahl", email="LIV@frosta.example", summary="Ny", by=kari)

    assert again.pk == asked.pk
    assert Client().get(old).status_code == 404
    assert "Ny" in Client().get(link(asked)).content.decode()
    assert OutgoingMail.objects.filter(kind="ideas.to_right_leader").count() == 2


@pytest.mark.parametrize("token", ["x", "1.1.abc", "1.1.", "æøå", "9" * 300])
def test_a_guessed_link_says_that_we_do_not_know_it(token):
    assert Client().get(f"/ide/leder/{token}/").status_code == 404


def test_the_form_begins_with_two_lines_and_sends_a_link(idea, kari):
    page = reverse("ideas:leader", args=[idea.pk])
    client = client_of(kari)

    assert "Felles nattilsyn med sensorer." in client.get(page).content.decode()
    sent = {"name": "Liv Dahl", "email": "liv@frosta.example", "summary": "Kort"}
    assert client.post(page, sent).status_code == 302
    assert idea.leader_requests.get().summary == "Kort"
