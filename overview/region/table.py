"""The map's figures as a table: sorted by any column, and as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from overview.region.colouring import Colouring, strategy_word
from overview.region.figures import STAGE_NAMES, Place
from partnership.common import norwegian

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise

Value = int | str | None
NAME = "kommune"
CONTACT = "kontakt"


@dataclass(frozen=True)
class Column:
    """``of``: a number, or a word; None is shown as a dash. ``compares``: for KS, and for the municipality itself."""

    key: str
    label: Words
    of: Callable[[Place], Value]
    is_number: bool = True
    compares: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A municipality (its key, number and names) with its figures; ``contacts``: who is FoUI contact there."""

    pk: int
    number: str
    name: str
    sort_name: str
    url: str
    place: Place
    contacts: str

    def cells(self, columns: Iterable[Column]) -> list[Value]:
        return [column.of(self.place) for column in columns]

    def shown(self, columns: Iterable[Column]) -> list[str]:
        """As words: what is not known is a dash."""
        return ["–" if value is None else str(value) for value in self.cells(columns)]


@dataclass(frozen=True)
class Head:
    """A column's heading: ``url`` sorts by it, ``sort`` is «ascending», «descending» or empty."""

    label: str
    url: str
    sort: str
    is_number: bool


def _of_stage(key: str) -> Column:
    label = lazy(lambda: _now("Ideas: %(stage)s") % {"stage": str(STAGE_NAMES[key]).lower()}, str)()
    return Column(f"ideer-{key}", label, lambda place: place.shared.get(key, 0))


ALL = (
    Column("ideer", _("Shared ideas"), lambda place: place.ideas),
    *(_of_stage(key) for key in STAGE_NAMES),
    Column("erfaringer", _("Experiences"), lambda place: place.experiences),
    Column("meglere", _("Brokers"), lambda place: place.brokers),
    Column("selskap", _("Companies"), lambda place: place.companies),
    Column("strategi", _("Strategy"), lambda place: strategy_word(place) or None, is_number=False),
    Column("spurt", _("Meetings asked for"), lambda place: place.asked, compares=True),
    Column("svart", _("Answered"), lambda place: place.answered, compares=True),
    Column("svartid", _("Days to first answer"), lambda place: place.answer_days, compares=True),
)
BY_KEY = {column.key: column for column in ALL}


def of_colouring(colouring: Colouring) -> list[Column]:
    return [BY_KEY[key] for key in colouring.columns]


def allowed(*, sees_comparisons: bool) -> list[Column]:
    return [column for column in ALL if sees_comparisons or not column.compares]


def ordered(lines: list[Line], order: str, columns: Iterable[Column]) -> tuple[list[Line], str]:
    """By the column named in ``order`` (falling with a dash before it), places alike by name; and the order used:
    by name for a word that is none."""
    keys = {column.key: column for column in columns}
    name = order.removeprefix("-")
    if name not in {NAME, CONTACT, *keys}:
        name, order = NAME, NAME
    found = sorted(lines, key=lambda line: line.sort_name)
    if name == CONTACT:
        found.sort(key=lambda line: (line.contacts == "", norwegian.sort_key(line.contacts)))
    elif name in keys:
        found.sort(key=lambda line: _rank(keys[name].of(line.place)))
    if order.startswith("-"):
        found = _reversed(found, lambda line: _key(line, name, keys))
    return found, order


def _key(line: Line, name: str, columns: dict[str, Column]) -> object:
    if name == NAME:
        return line.sort_name
    return line.contacts if name == CONTACT else columns[name].of(line.place)


def _reversed(lines: list[Line], key: Callable[[Line], object]) -> list[Line]:
    """The groups of equals from the last to the first, each in its own order."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and key(groups[-1][0]) == key(line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [line for group in reversed(groups) for line in group]


def _rank(value: Value) -> tuple[bool, int, str]:
    """What is not known comes first, as the smallest."""
    if isinstance(value, int):
        return True, value, ""
    return value is not None, 0, norwegian.sort_key(value or "")


def heads(columns: Iterable[Column], order: str, address: Callable[[str], str]) -> list[Head]:
    """``address`` gives the page's address in an order. Numbers are sorted from the largest first."""
    named = [(NAME, str(_now("Municipality")), False), (CONTACT, str(_now("FoUI contact")), False)]
    named += [(column.key, str(column.label), column.is_number) for column in columns]
    found = []
    for key, label, is_number in named:
        first, second = (f"-{key}", key) if is_number else (key, f"-{key}")
        sort = {key: "ascending", f"-{key}": "descending"}.get(order, "")
        found.append(Head(label, address(second if order == first else first), sort, is_number))
    return found


def as_file(lines: Iterable[Line], columns: list[Column]) -> tuple[list[str], list[list[Value]]]:
    """Header and rows."""
    header = [_now("Number"), _now("Municipality"), _now("FoUI contact"), *(str(column.label) for column in columns)]
    rows: list[list[Value]] = [[line.number, line.name, line.contacts, *line.cells(columns)] for line in lines]
    return header, rows
