"""The national figures, read from ``national.toml``: editions, indicators, figures and what is said in words alone.

An edition without ``n`` is shown, and compared with nothing. What is wrong in the file is said with its line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

FILE = Path(__file__).parent / "national.toml"
POPULATIONS = ("administrative", "political")
UNITS = {"percent": (0, 100), "scale": (1, 6)}
Row = TypeVar("Row", "Edition", "Indicator", "Figure", "Finding")
_TABLE = re.compile(r"^\[\[?(\w+)\]\]?\s*$")
_KEY = re.compile(r"^(\w+)\s*=")


class WrongFile(ValueError):
    """What is wrong, with the number of the line."""


@dataclass(frozen=True)
class Headline:
    text: str
    more: str
    source: str


@dataclass(frozen=True)
class Edition:
    """One survey; ``found`` says whether its figures are. ``n`` is the number of answers, None where not stated."""

    slug: str
    name: str
    population: str
    found: bool
    note: str
    source: str
    field: str = ""
    base: str = ""
    n: int | None = None
    comparable_with: tuple[str, ...] = ()


@dataclass(frozen=True)
class Indicator:
    slug: str
    name: str
    theme: str
    population: str


@dataclass(frozen=True)
class Figure:
    """``value`` in ``unit`` (percent of ``category``, or a mean of 1–6); ``said`` is how the source puts it.

    ``is_of_some``: of a part of those who answered, and how many they are is not stated.
    """

    edition: str
    indicator: str
    category: str
    value: float
    unit: str
    said: str
    source: str
    is_of_some: bool = False


@dataclass(frozen=True)
class Finding:
    """Said in words, about what a question of the own survey asks."""

    edition: str
    question: str
    text: str
    source: str


@dataclass(frozen=True)
class National:
    headline: Headline
    editions: tuple[Edition, ...]
    indicators: tuple[Indicator, ...]
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]

    def edition(self, slug: str) -> Edition:
        return next(one for one in self.editions if one.slug == slug)

    def of_population(self, population: str) -> list[Edition]:
        return [one for one in self.editions if one.population == population]

    def figures_of(self, indicator: Indicator) -> list[Figure]:
        return [one for one in self.figures if one.indicator == indicator.slug]

    def findings_on(self, question: str) -> list[Finding]:
        return [one for one in self.findings if one.question == question]

    def are_comparable(self, one: Edition, other: Edition) -> bool:
        """Both say so, and both say how many answered."""
        named = other.slug in one.comparable_with and one.slug in other.comparable_with
        return named and one.n is not None and other.n is not None


@cache
def national() -> National:
    return read(FILE.read_text(encoding="utf-8"))


def read(text: str) -> National:
    """Raises WrongFile for the first thing that is wrong."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WrongFile(str(error)) from error
    at = _Lines(text)
    if "headline" not in found:
        raise WrongFile("line 1: there is no [headline]")
    headline = found["headline"]
    for name in ("text", "more", "source"):
        if not isinstance(headline.get(name), str) or not headline[name]:
            raise WrongFile(f"line {at.of('headline', 0, name)}: {name} is missing")
    whole = National(
        Headline(**headline),
        tuple(_rows(Edition, "edition", found, at)),
        tuple(_rows(Indicator, "indicator", found, at)),
        tuple(_rows(Figure, "figure", found, at)),
        tuple(_rows(Finding, "finding", found, at)),
    )
    for line, what in _faults(whole, at):
        raise WrongFile(f"line {line}: {what}")
    return whole


class _Lines:
    """Where each table of the file begins, and each key in it stands."""

    def __init__(self, text: str) -> None:
        self.tables: dict[str, list[tuple[int, dict[str, int]]]] = {}
        keys: dict[str, int] = {}
        for number, line in enumerate(text.splitlines(), start=1):
            if table := _TABLE.match(line):
                keys = {}
                self.tables.setdefault(table[1], []).append((number, keys))
            elif key := _KEY.match(line):
                keys[key[1]] = number

    def of(self, table: str, index: int, key: str = "") -> int:
        begins, keys = self.tables[table][index]
        return keys.get(key, begins)


def _rows(kind: type[Row], table: str, found: dict[str, Any], at: _Lines) -> Iterator[Row]:
    """Each row of the table, with every value of its kind. Raises WrongFile."""
    hints = get_type_hints(kind)
    needed = [one.name for one in fields(kind) if one.default is one.default_factory]
    for index, values in enumerate(found.get(table, [])):
        for name in needed:
            if name not in values or values[name] == "":
                raise WrongFile(f"line {at.of(table, index, name)}: {table} lacks {name}")
        for name, value in values.items():
            if name not in hints or not _fits(value, hints[name]):
                raise WrongFile(f"line {at.of(table, index, name)}: {table} cannot have {name} = {value!r}")
        given: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in values.items()
        }
        yield kind(**given)


def _fits(value: object, hint: object) -> bool:
    if hint == tuple[str, ...]:
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    wanted = {float: (int, float), int | None: (int,)}.get(hint, (hint,))  # type: ignore[call-overload]
    return isinstance(value, wanted) and (hint is bool or not isinstance(value, bool))


def _faults(whole: National, at: _Lines) -> Iterator[tuple[int, str]]:
    yield from _twice("edition", (one.slug for one in whole.editions), at)
    yield from _twice("indicator", (one.slug for one in whole.indicators), at)
    for index, edition in enumerate(whole.editions):
        yield from ((at.of("edition", index, key), what) for key, what in _edition(edition, whole))
    for index, indicator in enumerate(whole.indicators):
        if indicator.population not in POPULATIONS:
            yield at.of("indicator", index, "population"), f"{indicator.population} is no population"
    for index, figure in enumerate(whole.figures):
        yield from ((at.of("figure", index, key), what) for key, what in _figure(figure, whole))
    known = {edition.slug for edition in whole.editions}
    for index, finding in enumerate(whole.findings):
        if finding.edition not in known:
            yield at.of("finding", index, "edition"), f"there is no edition {finding.edition}"


def _twice(table: str, slugs: Iterable[str], at: _Lines) -> Iterator[tuple[int, str]]:
    seen: set[str] = set()
    for index, slug in enumerate(slugs):
        if slug in seen:
            yield at.of(table, index, "slug"), f"{slug} stands twice"
        seen.add(slug)


def _edition(edition: Edition, whole: National) -> Iterator[tuple[str, str]]:
    if edition.population not in POPULATIONS:
        yield "population", f"{edition.population} is no population"
    if edition.found and not (edition.field and edition.base):
        yield "slug", "an edition whose figures are found needs field and base"
    if edition.n is not None and edition.n < 1:
        yield "n", "n is at least 1; leave it out when it is not stated"
    others = {one.slug: one for one in whole.editions}
    for slug in edition.comparable_with:
        if slug not in others:
            yield "comparable_with", f"there is no edition {slug}"
        elif not whole.are_comparable(edition, others[slug]):
            yield "comparable_with", f"{slug} must name this one too, and both must have n"


def _figure(figure: Figure, whole: National) -> Iterator[tuple[str, str]]:
    edition = next((one for one in whole.editions if one.slug == figure.edition), None)
    indicator = next((one for one in whole.indicators if one.slug == figure.indicator), None)
    if edition is None or not edition.found:
        yield "edition", f"there is no edition {figure.edition} with figures"
    if indicator is None:
        yield "indicator", f"there is no indicator {figure.indicator}"
    elif edition is not None and indicator.population != edition.population:
        yield "indicator", f"{figure.indicator} is asked of others than {figure.edition} asks"
    if figure.unit not in UNITS:
        yield "unit", f"{figure.unit} is no unit"
    elif not UNITS[figure.unit][0] <= figure.value <= UNITS[figure.unit][1]:
        yield "value", f"{figure.value} is no value in {figure.unit}"
    if not figure.source.startswith("https://"):
        yield "source", "the source is an address that begins with https://"
