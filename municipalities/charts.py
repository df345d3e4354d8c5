"""Small charts drawn by the server as SVG: bars, and a line through a few points.

The drawing is for the eye alone (``aria-hidden``): the page has the same in a table beside it. Sizes are whole units
of a drawing 320 wide, about the width of a phone, so that its letters are never smaller than the page's. Nothing is
told by colour alone: every bar has its words and its value, own and national bars differ in pattern.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

WIDTH = 320
_LINE, _BAR, _GAP = 17, 16, 14
# So many letters of the drawing's size fill its width.
_LETTERS = 44
# Room for the value to the right of the longest bar.
_LONGEST = 180


@dataclass(frozen=True)
class Bar:
    """``value`` None: there is nothing to draw, and ``text`` says why. ``kind``: «own» or «nation»."""

    label: str
    value: float | None
    text: str
    kind: str = "nation"


@dataclass(frozen=True)
class Break:
    """What stands above and below is not to be compared."""

    text: str


@dataclass(frozen=True)
class DrawnBar:
    lines: list[tuple[int, str]]
    y: int
    height: int
    length: int
    text_x: int
    text_y: int
    text: str
    kind: str


@dataclass(frozen=True)
class DrawnBreak:
    y: int
    lines: list[tuple[int, str]]
    is_break: bool = True


@dataclass(frozen=True)
class BarChart:
    """``key`` is the chart's own on its page."""

    key: str
    height: int
    rows: list[DrawnBar | DrawnBreak]
    width: int = WIDTH


@dataclass(frozen=True)
class Point:
    label: str
    value: float
    text: str


@dataclass(frozen=True)
class DrawnPoint:
    x: int
    y: int
    label: str
    text: str


@dataclass(frozen=True)
class LineChart:
    points: list[DrawnPoint]
    segments: list[tuple[int, int, int, int]]
    height: int = 150
    width: int = WIDTH
    bottom: int = 120


def bars(key: str, rows: Sequence[Bar | Break], *, low: float = 0, high: float = 100) -> BarChart:
    """Bars under one another, from ``low`` to ``high``."""
    drawn: list[DrawnBar | DrawnBreak] = []
    y = 0
    for row in rows:
        words = textwrap.wrap(row.text if isinstance(row, Break) else row.label, _LETTERS) or [""]
        if isinstance(row, Break):
            drawn.append(DrawnBreak(y + 4, _lines(words, y + 10)))
            y += 10 + len(words) * _LINE + _GAP
            continue
        lines = _lines(words, y)
        top = y + len(words) * _LINE + 4
        share = 0.0 if row.value is None else (min(max(row.value, low), high) - low) / (high - low)
        length = round(share * _LONGEST)
        text_x = length + 8 if row.value is not None else 0
        drawn.append(DrawnBar(lines, top, _BAR, length, text_x, top + _BAR - 3, row.text, row.kind))
        y = top + _BAR + _GAP
    return BarChart(key, y, drawn)


def line(points: Sequence[Point], *, low: float, high: float) -> LineChart:
    """The newest six points in their order, evenly apart; each with its value above and its label below."""
    chosen = points[-6:]
    step = 0 if len(chosen) < 2 else (WIDTH - 80) // (len(chosen) - 1)
    drawn = [
        DrawnPoint(40 + index * step, round(110 - 80 * (one.value - low) / (high - low)), one.label, one.text)
        for index, one in enumerate(chosen)
    ]
    segments = [(one.x, one.y, other.x, other.y) for one, other in pairwise(drawn)]
    return LineChart(drawn, segments)


def _lines(words: list[str], y: int) -> list[tuple[int, str]]:
    return [(y + (index + 1) * _LINE - 3, text) for index, text in enumerate(words)]
