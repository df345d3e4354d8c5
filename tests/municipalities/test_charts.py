"""Charts: what is drawn is as long as it says, fits its frame, and is told in words too."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from municipalities import charts


def test_a_bar_is_as_long_as_its_value_and_one_outside_the_scale_stays_inside():
    chart = charts.bars("a", [charts.Bar("a", value, str(value)) for value in (0, 50, 100, 250)])

    assert [row.length for row in chart.rows] == [0, 90, 180, 180]


def test_what_has_no_value_says_why_and_has_no_bar():
    (row,) = charts.bars("a", [charts.Bar("kultur", None, "vises ikke")]).rows

    assert (row.length, row.text, row.text_x) == (0, "vises ikke", 0)


def test_rows_do_not_lie_upon_one_another_however_long_their_words():
    rows = [charts.Bar("ord " * 40, 10, "10"), charts.Break("brudd " * 20), charts.Bar("kort", 20, "20")]
    chart = charts.bars("a", rows)

    first, broken, last = chart.rows
    assert first.lines[-1][0] < first.y
    assert first.y + first.height < broken.y < broken.lines[0][0]
    assert broken.lines[-1][0] < last.lines[0][0]
    assert last.y + last.height <= chart.height


@pytest.mark.parametrize("n", [1, 2, 6, 9])
def test_a_line_shows_the_newest_six_points_inside_the_frame(n):
    points = [charts.Point(str(at), at % 6 + 1, str(at)) for at in range(n)]

    chart = charts.line(points, low=1, high=6)

    assert [one.label for one in chart.points] == [one.label for one in points[-6:]]
    assert len(chart.segments) == min(n, 6) - 1
    assert all(0 < one.x < chart.width and 0 < one.y < chart.bottom for one in chart.points)


def test_the_drawing_is_for_the_eye_has_no_style_of_its_own_and_escapes_words():
    rows = [charts.Bar("<b>", 75.5, "75,5 %", "own"), charts.Break("brudd"), charts.Bar("b", 63, "63 %")]
    with translation.override("nb"):
        drawn = render_to_string("components/chart_bars.html", {"chart": charts.bars("k", rows)})

    assert 'aria-hidden="true"' in drawn
    assert "style" not in drawn
    assert "&lt;b&gt;" in drawn
    assert 'class="chart-own"' in drawn
    assert "url(#k-striper)" in drawn
