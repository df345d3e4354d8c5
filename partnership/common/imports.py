"""Rows in from CSV or XLSX, as offices write them: semicolons or commas, UTF-8 or Windows-1252.

The counterpart of ``exports``. Nothing is interpreted but the file's form: every cell is stripped text.

What the rows mean is each import's own, the shape is here: ``read`` gives ``Row``s; the import makes a ``Step`` of
each and a ``Plan`` of all, which is shown and changes nothing; the rows travel with the page (``signed``), and the
second press makes the plan anew and does it, or, with an error in any row, nothing.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnership.common import exports

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MAX_BYTES = 2 * 1024 * 1024
MAX_ROWS = 5_000
# A row is filled up to the last column that is used: one cell far out to the right would cost a thousand a row.
MAX_COLUMNS = 40
_DELIMITERS = ";,\t"
_SIGNED_LASTS = 3600
SAME, WRONG = "same", "wrong"
# Our name of a column, and the headings it may have (compared without case, spaces and hyphens). The first is shown.
Columns = Mapping[str, Sequence[str]]


class Unreadable(ValueError):
    """The file is no table, or the rows come from no page of ours; the message says what to do, in the reader's
    language."""


@dataclass(frozen=True)
class Row:
    """``number`` as the spreadsheet shows it: the heading is row 1. ``cells`` by column name as asked for."""

    number: int
    cells: dict[str, str]


@dataclass
class Step:
    """What one row would do. ``errors``: a column's heading, and what is wrong with the cell.

    Each import names its ``columns``, what its actions are called, and which of them change anything.
    """

    columns: ClassVar[Columns]
    labels: ClassVar[Mapping[str, _StrPromise]]
    changing: ClassVar[Collection[str]]

    row: Row
    action: str = SAME
    errors: list[tuple[str, str]] = field(default_factory=list)

    @property
    def label(self) -> str:
        return str(self.labels[self.action])

    @property
    def changes(self) -> bool:
        return self.action in self.changing

    def wrong(self, column: str, text: str) -> None:
        self.action = WRONG
        self.errors.append((self.columns[column][0], text))


S = TypeVar("S", bound=Step)


@dataclass(frozen=True)
class Plan(Generic[S]):
    """What a file would do, row by row, and how many errors and changes that is."""

    steps: list[S]

    @property
    def errors(self) -> int:
        return sum(len(step.errors) for step in self.steps)

    @property
    def changes(self) -> int:
        return sum(step.changes for step in self.steps)


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Spreadsheet"),
        help_text=gettext_lazy(
            "XLSX or CSV, at most 2 MB. Nothing is changed before you have seen what every row would do."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,text/csv"}),
        error_messages={"required": gettext_lazy("Choose a file."), "empty": gettext_lazy("The file is empty.")},
    )


class Upload(Protocol):
    """A file somebody sends, as Django gives it: ``size`` in bytes."""

    size: int | None

    def read(self) -> bytes: ...


def content(file: Upload) -> bytes:
    """What is in it. Raises Unreadable before it is read when it is too large."""
    if file.size is None or file.size > MAX_BYTES:
        raise Unreadable(_("The file is larger than 2 MB. Split it in two."))
    return file.read()


def read(content: bytes, *, columns: Columns, required: Iterable[str] = ()) -> list[Row]:
    """The rows of a table, without empty ones; at least one.

    Raises Unreadable for a file too large, of another kind, without a required column, or without rows.
    """
    if len(content) > MAX_BYTES:
        raise Unreadable(_("The file is larger than 2 MB. Split it in two."))
    lines = _from_xlsx(content) if content[:4] == b"PK\x03\x04" else _from_csv(content)
    if not lines:
        raise Unreadable(_("The file is empty."))
    if len(lines) > MAX_ROWS:
        raise Unreadable(_("The file has more than 5,000 rows. Split it in two."))
    places = _places(lines[0], columns)
    missing = [columns[name][0] for name in required if name not in places]
    if missing:
        raise lacking(missing, found=filter(None, lines[0]))
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        if any(line):
            rows.append(Row(number, {name: line[at] if at < len(line) else "" for name, at in places.items()}))
    if not rows:
        raise Unreadable(_("The file has a heading, but no rows."))
    return rows


def lacking(missing: Iterable[str], *, found: Iterable[str]) -> Unreadable:
    """To raise when columns are missing; both as headings."""
    words = {"missing": ", ".join(missing), "found": ", ".join(found) or "–"}
    return Unreadable(_("The first row must name the columns. Missing: %(missing)s. Found: %(found)s.") % words)


def letters(words: str) -> str:
    """How a word in a cell is compared: small letters and nothing else."""
    return "".join(letter for letter in words.lower() if letter.isalpha())


def signed(rows: Iterable[Row], salt: str) -> str:
    """The rows as text for a hidden field: between the two presses nothing lies on a disk. ``salt`` names the import
    and the person."""
    return signing.dumps([(row.number, row.cells) for row in rows], salt=salt, compress=True)


def unsigned(text: str, salt: str) -> list[Row]:
    """The rows again. Raises Unreadable after an hour, and for what was signed for another or by nobody."""
    try:
        cells = signing.loads(text, salt=salt, max_age=_SIGNED_LASTS)
    except signing.BadSignature as error:
        raise Unreadable(_("The preview is more than an hour old. Choose the file once more.")) from error
    return [Row(number, row) for number, row in cells]


def _from_csv(content: bytes) -> list[list[str]]:
    text = _decode(content)
    if "\x00" in text:
        raise Unreadable(_("The file is neither CSV nor XLSX. Save it from the spreadsheet as one of those."))
    first = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        lines = islice(csv.reader(io.StringIO(text), delimiter=delimiter), MAX_ROWS + 1)
        return [[_cell(cell) for cell in line[:MAX_COLUMNS]] for line in lines]
    except csv.Error as error:
        raise Unreadable(_("The file cannot be read as CSV: %(error)s") % {"error": error}) from error


def _decode(content: bytes) -> str:
    """UTF-8 when it is; otherwise what Norwegian Windows writes (its five holes as in Latin-1)."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _from_xlsx(content: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > 20 * MAX_BYTES:
                raise Unreadable(_("The file is larger than 2 MB. Split it in two."))
        from openpyxl import load_workbook  # heavy, and seldom wanted

        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        lines = sheet.iter_rows(values_only=True, max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS)
        return [[_cell(value) for value in line] for line in lines]
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(_("The spreadsheet cannot be opened. Save it again as XLSX, or as CSV.")) from error


def _cell(value: Any) -> str:
    """A whole number without its «.0» (spreadsheets keep 5001 and 91234567 as numbers), and text as it was typed."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).replace("\x00", "").strip()
    # What ``exports.safe`` has made harmless, such as «'+47 400 00 000», is what it was.
    return text[1:] if text[:1] == "'" and text[1:].startswith(exports.DANGEROUS) else text


def _places(heading: Sequence[str], columns: Columns) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, title in enumerate(heading):
        for name, titles in columns.items():
            if name not in found and _plain(title) in {_plain(one) for one in titles}:
                found[name] = at
    return found


def _plain(title: str) -> str:
    return "".join(letter for letter in title.lower() if letter.isalnum())
