"""The national figures: read whole or refused with the line, shown with source and n, and compared with care."""

from __future__ import annotations

import re

import pytest

from municipalities import checks
from municipalities.barometer import drawing, national

TEXT = national.FILE.read_text(encoding="utf-8")


def line_of(words: str, text: str = TEXT) -> int:
    return next(n for n, line in enumerate(text.splitlines(), start=1) if line == words)


def test_every_figure_has_a_source_a_known_edition_and_the_sources_own_words():
    whole = national.read(TEXT)

    assert len(whole.figures) == 14
    assert all(one.source.startswith("https://") and one.said for one in whole.figures)
    assert {one.edition for one in whole.figures} == {"admin-2018", "admin-2020", "politisk-2020"}


def test_editions_are_as_published_and_what_is_not_found_is_said():
    whole = national.read(TEXT)

    assert {one.slug: (one.found, one.n) for one in whole.editions} == {
        "admin-2018": (True, 1786),
        "admin-2020": (True, None),
        "admin-2024": (False, None),
        "politisk-2018": (False, None),
        "politisk-2020": (True, 139),
    }


@pytest.mark.parametrize(
    ("was", "becomes", "what"),
    [
        ("value = 63", "value = 630", "630 is no value in percent"),
        ("n = 139", 'n = "mange"', "edition cannot have n = 'mange'"),
        ("n = 1786", "n = 0", "n is at least 1"),
        ("n = 1786", "m = 1786", "edition cannot have m = 1786"),
        ('population = "political"', 'population = "others"', "others is no population"),
        ('indicator = "prosess"', 'indicator = "annet"', "there is no indicator annet"),
        ('edition = "politisk-2020"', 'edition = "politisk-2018"', "there is no edition politisk-2018 with figures"),
        ('unit = "percent"', 'unit = "kroner"', "kroner is no unit"),
        ('slug = "admin-2020"', 'slug = "admin-2018"', "admin-2018 stands twice"),
        ('said = "63 prosent"', 'said = ""', "figure lacks said"),
    ],
)
def test_what_is_wrong_in_the_file_is_said_with_its_line(was, becomes, what):
    with pytest.raises(national.WrongFile) as refused:
        national.read(TEXT.replace(f"\n{was}\n", f"\n{becomes}\n", 1))

    assert str(refused.value).startswith(f"line {line_of(was)}: {what}")


def test_an_edition_without_n_may_not_be_called_comparable():
    text = TEXT.replace("comparable_with = []", 'comparable_with = ["admin-2020"]', 1)
    text = text.replace("comparable_with = []", 'comparable_with = ["admin-2018"]', 1)

    with pytest.raises(national.WrongFile, match="both must have n"):
        national.read(text)
    with_n = national.read(text.replace('base = "Ledere av virksomheter i fem', 'n = 900\nbase = "Ledere i fem', 1))
    assert with_n.are_comparable(with_n.edition("admin-2018"), with_n.edition("admin-2020"))


def test_a_broken_file_stops_the_start_with_its_line(monkeypatch, tmp_path):
    assert checks.national_figures_are_whole(None) == []
    broken = tmp_path / "national.toml"
    broken.write_text(TEXT.replace("value = 63", "value = 630"))
    monkeypatch.setattr(national, "FILE", broken)

    (error,) = checks.national_figures_are_whole(None)

    assert (error.id, error.msg) == (
        "municipalities.E001", f"national.toml, line {line_of('value = 63')}: 630 is no value in percent"
    )  # fmt: skip


def test_the_break_between_2018_and_2020_is_drawn_and_said():
    shown = {one.indicator.slug: one for one in drawing.indicators(national.read(TEXT), "administrative")}

    kinds = [type(row).__name__ for row in shown["prosess"].chart.rows]

    assert kinds == ["DrawnBar", "DrawnBreak", "DrawnBar"]
    assert shown["prosess"].is_broken
    assert not shown["kjerneoppgaver"].is_broken


@pytest.mark.django_db
def test_everybody_reads_the_figures_with_what_is_not_known(client):
    response = client.get("/barometer/")
    page = response.content.decode()

    assert response.status_code == 200
    assert "Ledelsen og medarbeiderne avgjør." in page
    assert "n er ikke oppgitt i kilden" in page
    assert "politisk barometer for 2018 er ikke funnet" in page
    assert "Tallene er ikke funnet" in page
    assert page.count("Brudd: 2018 og 2020 kan ikke sammenlignes") == 2
    assert page.count("<svg class=") == page.count("<table") == 8
    assert not re.search(r"\sstyle=", page)
