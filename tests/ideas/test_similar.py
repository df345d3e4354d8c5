"""Beside what is being written: what is like it among ideas this person may see, and no word of others."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.intake.similar import similar_to
from ideas.models import Idea
from tests import factories

pytestmark = pytest.mark.django_db
WRITTEN = "Nattevaktene kjører rundt og ser til folk som sover, og noen våkner av det."


@pytest.fixture
def place():
    return factories.MunicipalityFactory(name="Frosta", slug="frosta")


def nattilsyn(place, **fields) -> Idea:
    problem = "Vi kjører innom folk om natta bare for å se at de sover. Noen våkner av oss."
    return factories.idea(place, sender="siv@frosta.example", title="Tryggere netter", problem=problem, **fields)


def test_it_is_found_by_what_it_is_about_and_the_likest_comes_first(place):
    like = nattilsyn(place, visibility="public")
    half = factories.idea(place, visibility="public", title="Kart", problem="Folk kjører feil og ser ikke skiltene.")
    factories.idea(place, visibility="public", title="Solceller", problem="Strømmen på skolen er dyr.")

    assert similar_to(WRITTEN, AnonymousUser())[:1] == [like]
    assert half not in similar_to("Strømmen er dyr på skolen", AnonymousUser())


@pytest.mark.parametrize(
    ("visibility", "seen_by"),
    [
        ("contact", {"own contact"}),
        ("area", {"own contact"}),
        ("partnership", {"own contact", "officer", "other contact"}),
        ("public", {"own contact", "officer", "other contact", "stranger"}),
    ],
)
def test_nobody_is_shown_what_they_may_not_see(client, place, visibility, seen_by):
    people = {
        "own contact": factories.contact(place=place),
        "officer": factories.officer(),
        "other contact": factories.contact(),
        "stranger": AnonymousUser(),
    }
    nattilsyn(place, visibility=visibility)

    assert {name for name, person in people.items() if similar_to(WRITTEN, person)} == seen_by
    piece = client.post("/send-ide/likner/", {"problem": WRITTEN}).content.decode()
    assert ("Tryggere netter" in piece) is ("stranger" in seen_by)
    if "stranger" not in seen_by:
        assert piece.strip() == ""


def test_a_misspelt_word_and_one_inside_another_are_found(place):
    like = factories.idea(
        place, visibility="public", title="Velferdsteknologi i bruk", problem="Utstyret ligger i skuffen."
    )

    assert similar_to("velferdsteknoligi", AnonymousUser()) == [like]
    assert similar_to("teknologien", AnonymousUser()) == [like]


@pytest.mark.parametrize("text", ["", "a b c", "!!! & | :*", "\ud800", "ikke alltid mange", "x" * 100_000, "((((("])
def test_what_says_nothing_gives_nothing(client, text):
    assert similar_to(text, AnonymousUser()) == []
    assert client.post("/send-ide/likner/", {"problem": text.replace("\ud800", "")}).status_code == 200


def test_it_asks_few_questions_and_never_more_than_three_are_shown(place, client):
    for _number in range(6):
        nattilsyn(place, visibility="public")
    with CaptureQueriesContext(connection) as asked:
        found = similar_to(WRITTEN, AnonymousUser())

    assert len(found) == 3
    assert len([one for one in asked if "ideas_idea" in one["sql"]]) == 3


def test_only_an_open_idea_offers_to_be_supported(client, place):
    idea = nattilsyn(place, visibility="public")

    first = client.post("/send-ide/likner/", {"problem": WRITTEN}).content.decode()
    Idea.objects.update(stage="ended")
    then = client.post("/send-ide/likner/", {"problem": WRITTEN}).content.decode()

    assert f"/send-ide/stott/{idea.pk}/" in first
    assert "Tryggere netter" in then
    assert "/send-ide/stott/" not in then


def test_without_a_script_they_stand_on_the_second_step(client, place):
    nattilsyn(place, visibility="public")
    first = {
        "problem": WRITTEN, "affected": "Alle", "workplace": "Her", "proposal": "", "visibility": "contact",
        "email": "anne@frosta.example", "website": "", "steg": "se",
    }  # fmt: skip

    page = client.post("/send-ide/frosta/", first)

    assert "Tryggere netter" in page.content.decode()
    assert "Støtt den i stedet" in page.content.decode()
