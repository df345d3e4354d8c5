"""What people look for they find: inflected, in parts and misspelt, on the list in ``search_ideas.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from django.db import connection

from ideas.lists.searching import search
from ideas.models import Idea
from tests import factories

pytestmark = pytest.mark.django_db
LIST = tomllib.loads((Path(__file__).parent / "search_ideas.toml").read_text(encoding="utf-8"))
SHARE = 0.9


@pytest.fixture
def ideas():
    """By key, as they stand in the list."""
    place = factories.MunicipalityFactory()
    found = {}
    for serial, (key, (title, problem)) in enumerate(LIST["ideas"].items(), 1):
        found[key] = Idea(
            year=2026, serial=serial, municipality=place, title=title, problem=problem, stage="ended"
        )  # fmt: skip
    Idea.objects.bulk_create(found.values())
    return found


def test_the_expected_idea_is_among_the_first_three_for_nine_queries_of_ten(ideas):
    missed = []
    for query in LIST["queries"]:
        first = [idea.pk for idea in search(Idea.objects.all(), query["text"])[:3]]
        if ideas[query["finds"]].pk not in first:
            missed.append(query["text"])

    assert len(LIST["ideas"]) >= 40
    assert len(LIST["queries"]) >= 15
    assert len(missed) <= len(LIST["queries"]) * (1 - SHARE), missed


@pytest.mark.parametrize("words", ["senosr", "senosrer", "brøytekart", "broytekart", "matsvin", "vannlekasje"])
def test_letters_that_changed_places_and_half_a_compound_find_what_nothing_else_finds(words):
    place = factories.MunicipalityFactory()
    texts = ("Nattilsyn med sensorer", "Kart over brøyting", "Mindre matsvinn", "Lekkasje i vannledningen")
    made = [
        Idea(year=2026, serial=serial, municipality=place, title=title, problem="Det trengs.", stage="ended")
        for serial, title in enumerate(texts, 1)
    ]
    Idea.objects.bulk_create(made)
    wanted = {"senosr": 0, "senosrer": 0, "brøytekart": 1, "broytekart": 1, "matsvin": 2, "vannlekasje": 3}

    assert [idea.title for idea in search(Idea.objects.all(), words)][:1] == [texts[wanted[words]]]


def test_a_search_that_looks_further_leaves_the_database_as_it_was(ideas):
    list(search(Idea.objects.all(), "senosr"))

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pg_trgm.word_similarity_threshold')")
        assert cursor.fetchone() == ("0.6",)


def test_what_is_nowhere_is_not_found(ideas):
    assert list(search(Idea.objects.all(), "romfart xyzzy")) == []


def test_nothing_written_leaves_the_list_as_it_is(ideas):
    assert search(Idea.objects.all(), " - ").count() == len(ideas)


def test_a_number_finds_its_idea(ideas):
    assert [idea.number for idea in search(Idea.objects.all(), "26-014")][:1] == ["26-014"]


def test_only_what_one_was_given_is_searched(ideas):
    assert list(search(Idea.objects.filter(visibility="public"), "sensor")) == []


@pytest.mark.parametrize("text", ["' & | ! :*", "<->", "a" * 5000, "((", "sensor & !natt", "\\", "%_"])
def test_signs_with_a_meaning_to_the_database_have_none(ideas, text):
    list(search(Idea.objects.all(), text))
