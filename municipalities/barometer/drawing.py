"""Figures as charts with the same in a table: the national ones, a survey's own, and the own ones over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from municipalities import charts
from municipalities.barometer.national import Edition, Figure, Indicator, National
from municipalities.barometer.results import Answered, Results, rounded
from municipalities.models import Survey

# What a question of the own survey may be set beside.
BESIDE = {"innovated": "tatt-i-bruk"}


@dataclass(frozen=True)
class ShownIndicator:
    indicator: Indicator
    chart: charts.BarChart
    rows: list[tuple[Edition, Figure]]
    is_broken: bool


@dataclass(frozen=True)
class ShownAnswer:
    """``beside``: the national figures on the same, with their editions."""

    answered: Answered
    chart: charts.BarChart | None
    middle: str
    groups: list[tuple[str, str, int]]
    beside: list[tuple[Edition, Figure]] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ShownChange:
    """One question over the surveys; ``rows``: when, the middle in words, how many."""

    question: str
    chart: charts.LineChart
    rows: list[tuple[Survey, str, int]]


def indicators(whole: National, population: str) -> list[ShownIndicator]:
    chosen = [one for one in whole.indicators if one.population == population]
    return [_indicator(whole, one) for one in chosen]


def _indicator(whole: National, indicator: Indicator) -> ShownIndicator:
    rows = [(whole.edition(one.edition), one) for one in whole.figures_of(indicator)]
    drawn, is_broken = _with_breaks(whole, rows)
    return ShownIndicator(indicator, charts.bars(indicator.slug, drawn), rows, is_broken)


def _with_breaks(
    whole: National, rows: Sequence[tuple[Edition, Figure]], named: str = "%(name)s"
) -> tuple[list[charts.Bar | charts.Break], bool]:
    """A bar for each figure, and a break between editions that are not to be compared."""
    drawn: list[charts.Bar | charts.Break] = []
    before: Edition | None = None
    for edition, figure in rows:
        if before is not None and before != edition and not whole.are_comparable(before, edition):
            drawn.append(_break(before, edition))
        drawn.append(charts.Bar(f"{named % {'name': edition.name}}: {figure.category}", figure.value, figure.said))
        before = edition
    return drawn, any(isinstance(one, charts.Break) for one in drawn)


def _break(before: Edition, after: Edition) -> charts.Break:
    words = _("Break: %(before)s and %(after)s cannot be compared directly.")
    return charts.Break(words % {"before": before.name, "after": after.name})


def middle(answered: Answered, value: float | None = None) -> str:
    """«4,2 av 6» or «64 %»."""
    found = answered.middle if value is None else value
    if found is None:
        return ""
    if answered.is_share:
        return f"{rounded(found):.0f}\u00a0%"
    return _("%(mean)s of 6") % {"mean": number_format(rounded(found, 1), 1)}


def answers(results: Results, whole: National) -> list[ShownAnswer]:
    return [_answer(one, whole) for one in results.answered]


def _answer(one: Answered, whole: National) -> ShownAnswer:
    findings = [found.text for found in whole.findings_on(one.name)]
    if one.middle is None:
        return ShownAnswer(one, None, "", [], findings=findings)
    groups = [(group.sector, middle(one, group.middle), group.n) for group in one.groups]
    beside: list[tuple[Edition, Figure]] = []
    if indicator := next((i for i in whole.indicators if i.slug == BESIDE.get(one.name)), None):
        beside = [(whole.edition(figure.edition), figure) for figure in whole.figures_of(indicator)][::-1]
    return ShownAnswer(one, _own_chart(one, whole, beside), middle(one), groups, beside, findings)


def _own_chart(one: Answered, whole: National, beside: list[tuple[Edition, Figure]]) -> charts.BarChart:
    """The own share beside the national ones; or how many chose each degree."""
    if not one.is_share:
        rows = [charts.Bar(label, n, str(n), "own") for label, n in one.rows]
        return charts.bars(one.name, rows, high=max(n for _label, n in one.rows))
    own = charts.Bar(_("You, n = %(n)s") % {"n": one.n}, one.middle, middle(one), "own")
    if not beside:
        return charts.bars(one.name, [own])
    drawn, _broken = _with_breaks(whole, beside, _("Nationally %(name)s"))
    different = charts.Break(_("Other people were asked: the national figures are leaders' answers."))
    return charts.bars(one.name, [own, different, *drawn])


def change(surveys: Sequence[Survey], found: dict[int, Results]) -> list[ShownChange]:
    """The questions that at least two surveys have an answer to; ``surveys`` oldest first."""
    rows: dict[str, list[tuple[Survey, Answered]]] = {}
    for survey in surveys:
        for one in found[survey.pk].answered:
            if one.middle is not None:
                rows.setdefault(one.name, []).append((survey, one))
    return [_change(given) for given in rows.values() if len(given) > 1]


def _change(given: list[tuple[Survey, Answered]]) -> ShownChange:
    first = given[0][1]
    low, high = (0, 100) if first.is_share else (1, 6)
    points = [
        charts.Point(date_format(survey.closes_on, "M y").lower(), one.middle or 0, middle(one))
        for survey, one in given
    ]
    shown = [(survey, middle(one), one.n) for survey, one in given]
    return ShownChange(first.question, charts.line(points, low=low, high=high), shown)
