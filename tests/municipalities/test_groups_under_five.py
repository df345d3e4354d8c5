"""No page lets anybody work out what fewer than five people answered."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations

import pytest
from django.utils.html import strip_tags
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from municipalities.barometer import results
from municipalities.barometer.results import FEWEST, shown_groups
from municipalities.models import Sector, Survey, SurveyAnswer, SurveyText
from partnership.common.templatetags.norwegian import sentence_case
from tests.municipalities.conftest import answered, ended

SECTORS = [*Sector.values, ""]
LABELS = {sentence_case(label): sector for sector, label in Sector.choices}
# Often none or just enough, so that what is left over is often too few.
COUNTS = st.fixed_dictionaries({name: st.sampled_from([0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 14]) for name in SECTORS})


def computable(whole: int, shown: list[int]) -> set[int]:
    """Sizes of all groups one can get by adding and subtracting what is shown from the whole."""
    sums = {sum(chosen) for n in range(len(shown) + 1) for chosen in combinations(shown, n)}
    return sums | {whole - some for some in sums}


@given(COUNTS)
def test_nothing_that_is_shown_gives_a_group_under_five_by_subtraction(counts):
    whole = sum(counts.values())
    shown = [counts[name] for name in shown_groups(counts)]

    small = {n for n in computable(whole, shown) if 0 < n < FEWEST}

    assert small <= ({whole} if whole < FEWEST else set())


@given(COUNTS, st.sets(st.sampled_from(SECTORS)))
def test_nor_when_only_some_of_them_may_be_shown(counts, among):
    shown = shown_groups(counts, among=among)

    assert shown <= among
    if shown:
        sizes = computable(sum(counts.values()), [counts[name] for name in shown])
        assert not {n for n in sizes if 0 < n < FEWEST}


@given(COUNTS)
def test_who_would_not_say_where_they_work_is_never_a_group(counts):
    assert "" not in shown_groups(counts)


def test_a_group_large_enough_is_hidden_when_it_would_give_another_away():
    assert shown_groups({"helse": 6, "oppvekst": 5, "teknisk": 3}) == {"helse"}
    assert shown_groups({"helse": 6, "oppvekst": 5}) == {"helse", "oppvekst"}
    assert shown_groups({"helse": 9, "teknisk": 4}) == frozenset()
    assert shown_groups({"helse": 9, "teknisk": 3, "kultur": 2}) == {"helse"}


def groups_on(page: str) -> dict[str, dict[str, tuple[str, int]]]:
    """By question and sector: the result and n, as they stand on the page."""
    found: dict[str, dict[str, tuple[str, int]]] = {}
    for name, table in re.findall(r'data-groups="(\w+)"(.*?)</table>', page, re.DOTALL):
        rows = re.findall(r"<tr><th scope=\"row\">(.*?)</th><td>(.*?)</td><td[^>]*>(\d+)</td></tr>", table)
        found[name] = {sector: (middle, int(n)) for sector, middle, n in rows}
    return found


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(SECTORS), st.sampled_from([None, 1, 2, 6]), st.sampled_from([None, True])),
        min_size=5, max_size=30,
    )
)  # fmt: skip
def test_the_results_page_shows_no_such_group_whatever_is_answered(client, kari, frosta, rows):
    Survey.objects.all().delete()
    survey = Survey.objects.create(municipality=frosta, opened_on="2026-01-02", closes_on="2026-01-09")
    SurveyAnswer.objects.bulk_create(
        SurveyAnswer(survey=survey, sector=sector, leader=leader, innovated=innovated, taking_part=3, means=None)
        for sector, leader, innovated in rows
    )
    client.force_login(kari)

    found = groups_on(client.get(survey.get_absolute_url()).content.decode())

    assert "means" not in found
    for name, place in (("leader", 1), ("innovated", 2), ("taking_part", 0)):
        took_part, knew = tally(rows), tally(row for row in rows if row[place] is not None)
        shown = {LABELS[words] for words in found.get(name, {})}
        assert all(n == took_part[LABELS[words]] for words, (_m, n) in found.get(name, {}).items())
        for counts in (took_part, knew):
            sizes = computable(sum(counts.values()), [counts[sector] for sector in shown])
            assert {n for n in sizes if 0 < n < FEWEST} <= ({sum(counts.values())} if not shown else set())


def tally(rows) -> Counter[str]:
    return Counter(sector for sector, _leader, _innovated in rows)


@pytest.mark.django_db
def test_how_many_of_a_group_did_not_know_is_not_to_be_found(client, kari, opened):
    answered(opened, *["helse"] * 5, *["oppvekst"] * 7)
    answered(opened, "helse", leader=None)
    ended(opened)
    client.force_login(kari)

    found = groups_on(client.get(opened.get_absolute_url()).content.decode())

    assert found["leader"]["Helse og omsorg"][1] == found["taking_part"]["Helse og omsorg"][1] == 6


@pytest.mark.django_db
def test_while_it_is_open_no_page_says_what_one_more_answer_changes(client, kari, opened):
    client.force_login(kari)
    pages = set()
    for _n in range(4):
        answered(opened, "helse", text="Hemmelig ord")
        page = strip_tags(client.get("/kommuner/frosta/barometer/").content.decode())
        pages.add(page)
        assert "Hemmelig ord" not in page
        assert client.get(opened.get_absolute_url()).status_code == 404

    assert len(pages) == 1
    assert "Færre enn 5 har svart." in pages.pop()
    answered(opened, "helse")
    assert "Minst 5 har svart." in client.get("/kommuner/frosta/barometer/").content.decode()
    assert results.results(opened).answered == []
    assert results.texts(opened) == []


@pytest.mark.django_db
def test_under_five_answers_neither_results_nor_words_are_shown(client, kari, opened):
    answered(opened, *["helse"] * 4, text="Hemmelig ord")
    ended(opened)
    client.force_login(kari)

    page = client.get(opened.get_absolute_url()).content.decode()

    assert "Færre enn 5 har svart." in page
    assert "Hemmelig ord" not in page
    assert "<svg class=" not in page
    assert SurveyText.objects.count() == 4
