"""One search over everything: what is looked for, what each app finds, and how a hit is shown.

Each app has a function in ``SEARCHABLE``, ``(user, Sought) -> Iterable[Group]``. It asks what ``visible_to`` gives
alone: neither a hit, a count nor a marked word tells of what the person may not see.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection, models
from django.db.models import Case, F, IntegerField, Value, When
from django.utils import translation

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
_OTHERWISE, _USUALLY = "distriktsforsk", "distriktforsk"
_EXCERPT = 180
# Signs of Markdown that say nothing in the middle of a sentence: headings, lists, bold, tables.
_LINK = re.compile(r"\[([^\]]*)\]\([^)\s]*\)")
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
    has_more_words: bool = False
    # What ``matching`` has found, by where.
    found: dict[Any, dict[int, bool]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, raw: str, only: str = "") -> Sought:
        whole = " ".join(raw.replace("\x00", "").split())
        text = whole[:LONGEST]
        words = tuple(dict.fromkeys(_usual(word) for word in _WORD.findall(text.lower())))
        limit = MANY if only else FEW
        return cls(text, words[:WORDS], limit, only, len(whole) > LONGEST, len(words) > WORDS)

    def wants(self, *keys: str) -> bool:
        return not self.only or self.only in keys

    @cached_property
    def plain_words(self) -> tuple[str, ...]:
        return tuple(map(as_plain, self.words))

    @cached_property
    def stems(self) -> tuple[str, ...]:
        return tuple(map(_stem, self.plain_words))

    @cached_property
    def in_statement(self) -> dict[str, str]:
        """Each word inside another, and as the beginning of one."""
        escaped = [word.replace("_", r"\_") for word in self.plain_words]
        inside = {f"plain{at}": f"%{word}%" for at, word in enumerate(escaped)}
        return inside | {f"word{at}": f"{word}:*" for at, word in enumerate(self.words)}


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
    line: list[Piece] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)

    @classmethod
    def of(cls, sought: Sought, title: str, url: str, line: str = "", texts: Iterable[str] = ()) -> Hit:
        """Marked, and with an excerpt of the first of ``texts`` where a word stands: put after one another they would
        read as one sentence."""
        excerpts = (excerpt(text, sought) for text in texts)
        said = line[:1].upper() + line[1:]
        return cls(marked(title, sought), url, marked(said, sought), next(filter(None, excerpts), []))


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


@dataclass(frozen=True)
class InWords:
    """A column of few values, read as their words in every language of the portal: «dialogmøte dialogue meeting»."""

    name: str
    choices: type[models.TextChoices]

    def expression(self) -> Case:
        words = {choice: [] for choice in self.choices}  # type: dict[Any, list[str]]
        for code, _language in settings.LANGUAGES:
            with translation.override(code):
                for choice, said in words.items():
                    said.append(str(choice.label))
        cases = [When(**{self.name: choice}, then=Value(" ".join(said))) for choice, said in words.items()]
        return Case(*cases, default=Value(""), output_field=models.TextField())


def as_plain(text: str) -> str:
    """As ``norwegian.plain`` writes it, with what is written in two ways in one."""
    return norwegian.plain(text).replace(_OTHERWISE, _USUALLY)


_PLAIN = (
    "replace(translate(replace(lower({}), 'æ', 'ae'), 'åøáàâäéèêëíóôöúüčšž', 'aoaaaaeeeeiooouucsz'), "
    f"'{_OTHERWISE}', '{_USUALLY}')"
)


class Plain(models.Func):
    """A text as ``as_plain`` writes it. Columns hold it: another template wants them made anew."""

    template = _PLAIN.format("%(expressions)s")
    output_field = models.TextField()


def matching(
    model: type[Row],
    rows: Callable[[], models.QuerySet[Row]],
    sought: Sought,
    title: str,
    *others: str | InWords,
    is_name: bool = False,
) -> Iterable[Row]:
    """Of ``rows``, which are made when there is something to find: those of a small table where every word is found,
    inside another word, also written without rings and strokes, or, unless ``is_name``, as it is inflected in
    Norwegian. Those with a word in ``title`` first; one more than the limit.
    """
    found = _found(_Table(model, (title, *others), is_name), sought) if sought.words else {}
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
    names: tuple[str | InWords, ...]
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
        with connection.cursor() as cursor:
            cursor.execute(_statement(tuple(tables), len(sought.words)), sought.in_statement)
            for number, pk, in_title in cursor.fetchall():
                sought.found[tables[number]][pk] = in_title
    found: dict[int, bool] = sought.found[table]
    return found


# ``OFFSET 0`` has a row's texts made once, and not once a word.
_FOUND = """
    SELECT number, pk, {in_title} FROM (
      SELECT number, pk, {plain_title} AS title, {plain_whole} AS whole,
        CASE WHEN NOT is_name THEN to_tsvector('norwegian', left(whole, {read})) END AS inflected
      FROM ({texts}) AS texts (pk, title, whole, number, is_name) OFFSET 0) AS found
    WHERE {found}"""
_FITS = "(whole LIKE %(plain{at})s OR inflected @@ to_tsquery('norwegian', %(word{at})s))"


@cache
def _statement(tables: tuple[_Table, ...], words: int) -> str:
    """Keys where each of ``words`` is found, with the number of the table and whether one is in the title."""
    return _FOUND.format(
        read=READ,
        in_title=" OR ".join(f"title LIKE %(plain{at})s" for at in range(words)),
        plain_title=_PLAIN.format("title"),
        plain_whole=_PLAIN.format("whole"),
        texts=" UNION ALL ".join(_texts(one, number) for number, one in enumerate(tables)),
        found=" AND ".join(_FITS.format(at=at) for at in range(words)),
    )


@cache
def _texts(table: _Table, number: int) -> str:
    """Made once: making it takes longer than asking it."""
    names = [one.expression() if isinstance(one, InWords) else F(one) for one in table.names]
    whole = models.Func(Value(" "), *names, function="concat_ws", output_field=models.TextField())
    told = [names[0], whole, Value(number), Value(table.is_name)]
    rows = table.model._base_manager.order_by().values_list("pk", *told)
    composed: str = connection.ops.compose_sql(*rows.query.sql_with_params())  # type: ignore[attr-defined]
    return composed.replace("%", "%%")


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
    flat = " ".join(_MARKDOWN.sub(" ", _LINK.sub(r"\1", text)).split())
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


def _is_sought(word: str, sought: Sought) -> bool:
    plain = as_plain(word)
    return plain.startswith(sought.stems) or any(one in plain for one in sought.plain_words)


def _usual(word: str) -> str:
    return _USUALLY if word == _OTHERWISE else word


def _stem(word: str) -> str:
    """Without what is likely an ending."""
    for ending in ("ene", "en", "et", "er", "e", "a", "s", "t"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word
