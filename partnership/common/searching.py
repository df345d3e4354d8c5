"""One search over everything: what is looked for, what each app finds, and how a hit is shown.

Each app has a function in ``SEARCHABLE``, ``(user, Sought) -> Iterable[Group]``. It asks what ``visible_to`` gives
alone: neither a hit, a count nor a marked word tells of what the person may not see.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, reduce
from operator import or_
from typing import Any, TypeVar

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection, models
from django.db.models import BooleanField, Case, ExpressionWrapper, IntegerField, Q, Value, When
from django.db.models.functions import Concat, Left, Lower, Replace

from partnership.common import norwegian

LONGEST = 200
WORDS = 6
# In a group on the page of all; on a page of one group.
FEW = 5
MANY = 50
# Of a row so many characters are looked through for inflected words: PostgreSQL makes words of a megabyte at most,
# and one row with more would end everybody's search.
READ = 300_000
_WORD = re.compile(r"\w{2,40}")
# One thing, written in two ways.
_SAME = {"distriktsforsk": "distriktforsk"}
_EXCERPT = 180
# Signs of Markdown that say nothing in the middle of a sentence: headings, lists, bold, tables.
_MARKDOWN = re.compile(r"(?m)^\s*(?:#{1,6}|[-*+>]|\d+\.)\s+|\*\*|__|`|\|")

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class Sought:
    """``text`` as it was written, without what no text holds and at most ``LONGEST`` long; ``words`` in lower case.

    ``limit`` hits are wanted in a group; ``only`` is the key of the one group that is asked for, empty for all.
    """

    text: str
    words: tuple[str, ...]
    limit: int = FEW
    only: str = ""
    was_cut: bool = False
    # What ``matching`` has found, by where.
    found: dict[Any, dict[int, bool]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, raw: str, only: str = "") -> Sought:
        whole = " ".join(raw.replace("\x00", " ").split())
        text = whole[:LONGEST]
        words = dict.fromkeys(_SAME.get(word, word) for word in _WORD.findall(text.lower()))
        return cls(text, tuple(words)[:WORDS], MANY if only else FEW, only, len(whole) > LONGEST)

    def wants(self, *keys: str) -> bool:
        return not self.only or self.only in keys

    @property
    def plain_words(self) -> tuple[str, ...]:
        return tuple(norwegian.plain(word) for word in self.words)


@dataclass(frozen=True)
class Piece:
    """A part of a text; ``is_hit`` is what was looked for."""

    text: str
    is_hit: bool = False


@dataclass(frozen=True)
class Hit:
    """``line`` says what and where it is; ``pieces`` is the place in the text where a word stands."""

    title: list[Piece]
    url: str
    line: str = ""
    pieces: list[Piece] = field(default_factory=list)


@dataclass(frozen=True)
class Group:
    """``key`` stands in the address; there is more than is shown when ``has_more``."""

    key: str
    heading: str
    hits: list[Hit]
    has_more: bool = False


def group(key: str, heading: str, rows: Iterable[Row], sought: Sought, hit: Callable[[Row], Hit]) -> Group:
    """Of rows where one more than ``sought.limit`` was asked for, when there are so many."""
    found = list(rows)
    return Group(key, heading, [hit(row) for row in found[: sought.limit]], len(found) > sought.limit)


def joined(first: Any, *others: str) -> Any:
    """Texts with a space between."""
    spaced = [part for name in others for part in (Value(" "), name)]
    return Concat(first, *spaced, output_field=models.TextField()) if others else first


class Plain(models.Func):
    """Texts, with a space between, as ``norwegian.plain`` writes them."""

    function = "translate"
    output_field = models.TextField()

    def __init__(self, first: Any, *others: str) -> None:
        text: models.TextField[str, str] = models.TextField()
        small = Replace(Lower(joined(first, *others), output_field=text), Value("æ"), Value("ae"), output_field=text)
        super().__init__(small, Value("åøáàâäéèêëíóôöúüčšž"), Value("aoaaaaeeeeiooouucsz"))


def matching(
    model: type[Row],
    rows: Callable[[], models.QuerySet[Row]],
    sought: Sought,
    title: str,
    *others: str,
    is_name: bool = False,
) -> Iterable[Row]:
    """Of ``rows``, which are made when there is something to find: those of a small table where every word is found,
    inside another word, also written without rings and strokes, or, unless ``is_name``, as it is inflected in
    Norwegian. Those with a word in ``title`` first; one more than the limit.
    """
    found = _found(_Table(model, (title, *others), is_name), sought)
    if not found:
        return ()
    by_title = Case(
        When(pk__in=[pk for pk, in_title in found.items() if in_title], then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    seen = rows()
    return seen.filter(pk__in=found).order_by(by_title, *seen.query.order_by)[: sought.limit + 1]


@dataclass(frozen=True)
class _Table:
    """Where is looked: the first of ``names`` is the title."""

    model: type[models.Model]
    names: tuple[str, ...]
    is_name: bool


# Where searches have looked before: the next one looks in all of them at once.
_KNOWN: dict[_Table, None] = {}


def _found(table: _Table, sought: Sought) -> dict[int, bool]:
    """Keys, and whether a word is in the title. One query for all that is looked in while one search lasts."""
    if table not in sought.found:
        if not sought.only:
            _KNOWN[table] = None
        tables = [table] if sought.only else list(_KNOWN)
        sought.found.update({one: {} for one in tables})
        parts, values = [], []
        for number, one in enumerate(tables):
            statement, own = _statement(one, len(sought.words))
            # The values stand apart.
            parts.append(f"SELECT {number}, found.* FROM ({statement}) AS found (pk, in_title)")  # noqa: S608
            values += [_filled(value, sought) for value in own]
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), values)
            for number, pk, in_title in cursor.fetchall():
                sought.found[tables[number]][pk] = in_title
    found: dict[int, bool] = sought.found[table]
    return found


# Where words are to stand in a statement that has been made; no word holds such signs.
_PLAIN, _RAW = "\ue000{}\ue001", "\ue002{}\ue001"


@cache
def _statement(table: _Table, words: int) -> tuple[str, tuple[Any]]:
    """Made once: making it takes longer than asking it."""
    names = table.names
    plain: Any = Plain(*names)
    for other, usual in _SAME.items():
        plain = Replace(plain, Value(other), Value(usual), output_field=models.TextField())
    found = table.model._base_manager.alias(sought_text=plain, sought_title=Plain(names[0]))
    if not table.is_name:
        found = found.alias(sought_vector=SearchVector(Left(joined(names[0], *names[1:]), READ), config="norwegian"))
    for number in range(words):
        fits = Q(sought_text__contains=_PLAIN.format(number))
        if not table.is_name:
            raw = SearchQuery(f"{_RAW.format(number)}:*", config="norwegian", search_type="raw")
            fits |= Q(sought_vector=raw)
        found = found.filter(fits)
    in_title = reduce(or_, (Q(sought_title__contains=_PLAIN.format(number)) for number in range(words)))
    marked_rows = found.order_by().values_list("pk", ExpressionWrapper(in_title, output_field=BooleanField()))
    statement: tuple[str, tuple[Any]] = marked_rows.query.sql_with_params()
    return statement


def _filled(value: Any, sought: Sought) -> Any:
    if isinstance(value, str):
        for number, (word, plain) in enumerate(zip(sought.words, sought.plain_words, strict=True)):
            value = value.replace(_PLAIN.format(number), plain.replace("_", r"\_")).replace(_RAW.format(number), word)
    return value


def marked(text: str, sought: Sought) -> list[Piece]:
    """The whole text in pieces, the words that were looked for apart."""
    pieces: list[Piece] = []
    at = 0
    for match in _WORD.finditer(text):
        if _is_sought(match.group(), sought):
            if match.start() > at:
                pieces.append(Piece(text[at : match.start()]))
            pieces.append(Piece(match.group(), is_hit=True))
            at = match.end()
    return [*pieces, Piece(text[at:])] if at < len(text) else pieces


def excerpt(text: str, sought: Sought) -> list[Piece]:
    """About ``_EXCERPT`` characters around the first word that was looked for; empty when none stands there."""
    flat = " ".join(_MARKDOWN.sub(" ", text).split())
    first = next((match for match in _WORD.finditer(flat) if _is_sought(match.group(), sought)), None)
    if first is None:
        return []
    start = max(0, first.start() - _EXCERPT // 3)
    start = flat.rfind(" ", 0, start) + 1 if start else 0
    end = min(len(flat), start + _EXCERPT)
    if end < len(flat):
        end = max(flat.rfind(" ", start, end), first.end())
    shown = f"{'… ' if start else ''}{flat[start:end]}{' …' if end < len(flat) else ''}"
    return marked(shown, sought)


def first_excerpt(texts: Iterable[str], sought: Sought) -> list[Piece]:
    """Of the first of the texts where a word stands: put after one another they would read as one sentence."""
    return next(filter(None, (excerpt(text, sought) for text in texts)), [])


def _is_sought(word: str, sought: Sought) -> bool:
    plain = norwegian.plain(word)
    plain = _SAME.get(plain, plain)
    return any(one in plain or _stem(one) == _stem(plain) for one in sought.plain_words)


def _stem(word: str) -> str:
    """Without what is likely an ending."""
    for ending in ("ene", "en", "et", "er", "e", "a", "s", "t"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word
