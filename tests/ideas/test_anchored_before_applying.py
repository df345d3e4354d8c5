"""No road to «application sent» without somebody who stands behind it; what was typed stands there still."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from ideas import anchoring, dates, moving
from ideas.models import Idea
from partnership.common import norwegian

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


def way(idea, name: str) -> tuple[str, dict[str, object]]:
    """The address, and what is typed there."""
    typed = {"next_date": dates.answer_by(30), "next_step": "Vente på svaret", "told": "Vi har søkt!"}
    if name == "step":
        return reverse("ideas:step", args=[idea.pk, "soknad-sendt"]), typed
    return reverse("ideas:move", args=[idea.pk]), typed | {"to": "applied"}


WAYS = pytest.mark.parametrize("name", ["step", "move"])


@WAYS
def test_without_anchoring_it_is_asked_for_and_nothing_typed_is_lost(as_kari, outlined, name):
    address, typed = way(outlined, name)

    page = as_kari.post(address, typed)

    text = page.content.decode()
    assert page.status_code == 422
    assert "Skriv hvem som står bak, med navn og rolle." in text
    assert "Vi har søkt!" in text
    assert "Vente på svaret" in text
    assert (Idea.objects.get().stage, outlined.anchorings.count()) == ("outline", 0)


@WAYS
def test_who_day_and_case_go_with_the_step(as_kari, outlined, kari, name):
    address, typed = way(outlined, name)
    stands = {"who": "Liv Dahl, helsesjef", "on": norwegian.today(), "case_number": "26/114"}

    assert as_kari.post(address, typed | stands).status_code == 302

    noted = outlined.anchorings.get()
    assert (noted.who, noted.case_number, noted.by) == ("Liv Dahl, helsesjef", "26/114", kari)
    assert Idea.objects.get().stage == "applied"


@WAYS
def test_what_is_anchored_is_not_asked_again(as_kari, outlined, kari, name):
    anchoring.anchor(idea=outlined, who="Rådet", on=norwegian.today(), by=kari)
    address, typed = way(outlined, name)

    assert "Hvem står bak" not in as_kari.get(address).content.decode()
    assert as_kari.post(address, typed).status_code == 302
    assert Idea.objects.get().stage == "applied"


def test_the_step_asks_at_once(as_kari, outlined):
    assert "Hvem står bak" in as_kari.get(way(outlined, "step")[0]).content.decode()


def test_other_moves_are_not_asked(as_kari, outlined):
    data = {"to": "clarifying", "reason": "Vi må vite mer.", "next_date": dates.answer_by(5)}

    assert as_kari.post(reverse("ideas:move", args=[outlined.pk]), data).status_code == 302


def test_a_step_refused_for_another_reason_notes_nobody(as_kari, outlined):
    address, typed = way(outlined, "step")
    stands = {"who": "Liv Dahl", "on": norwegian.today()}

    page = as_kari.post(address, typed | stands | {"next_date": "2020-01-02"})

    assert page.status_code == 422
    assert outlined.anchorings.count() == 0


def test_a_broker_who_may_not_say_so_is_told_whom_to_ask(outlined, ola, ola_seat):
    outlined.accesses.create(seat=ola_seat, why="broker")
    outlined.broker_requests.create(broker=ola_seat, answer="taken", answer_by=norwegian.today())
    Idea.objects.update(holder_seat=ola_seat)
    client = Client()
    client.force_login(ola)
    address, typed = way(outlined, "step")

    page = client.post(address, typed | {"who": "Liv Dahl", "on": norwegian.today()})

    assert page.status_code == 422
    assert "Be FoUI-kontakten skrive hvem som står bak, først." in page.content.decode()


def test_the_verb_itself_refuses(outlined, kari):
    with pytest.raises(ValidationError) as refused:
        moving.move(idea=outlined, to="applied", by=kari, next_date=dates.answer_by(30))

    assert refused.value.code == anchoring.NOT_ANCHORED
