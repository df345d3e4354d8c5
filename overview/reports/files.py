"""A report as files: a spreadsheet written row by row, and a PDF to read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from overview.reports.content import Said, Section, Table
from partnership.common import documents, exports

if TYPE_CHECKING:
    from openpyxl import Workbook

# How often the one who waits is told how far the spreadsheet has come.
TOLD_EVERY = 5000
_LONGEST_NAME = 31  # of a sheet, says the format
_NOT_IN_NAME = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))


def write_xlsx(path: Path, said: Said, told: Callable[[int], None] = lambda rows: None) -> None:
    """One sheet of all numbers with how they are counted, then one a table. Memory does not grow with the rows."""
    book = exports.streamed_workbook()
    sheet = book.create_sheet(_("Numbers"))
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 28, 48
    sheet.column_dimensions["D"].width = 90
    for line in _numbers(said):
        sheet.append([exports.safe(value) for value in line])
    count, names = 0, {_("Numbers")}
    for section in said.sections:
        for table in section.tables:
            count = _write_table(book, _name(table, section, names), table, count, told)
    book.save(path)


def _numbers(said: Said) -> Iterator[list[Any]]:
    yield [said.title]
    yield [str(said.period)]
    yield [_("Written for %(name)s: it holds what %(name)s may see.") % {"name": said.written_for}]
    if said.ribbon:
        yield [said.ribbon]
    if said.is_empty:
        yield [_("Nothing was noted in the period.")]
    yield []
    yield [_("Part"), _("What"), _("How many"), _("How it is counted")]
    for section in said.sections:
        for number in section.numbers:
            yield [section.title, number.label, number.value, number.how]
        if section.note:
            yield [section.title, section.note]


def _write_table(book: Workbook, name: str, table: Table, count: int, told: Callable[[int], None]) -> int:
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for number in range(len(table.header)):
        sheet.column_dimensions["ABCDEFGHIJ"[number]].width = 24
    sheet.append(exports.bold_row(sheet, table.header))
    for row in table.rows():
        sheet.append([exports.safe(value) for value in row])
        count += 1
        if count % TOLD_EVERY == 0:
            told(count)
    return count


def _name(table: Table, section: Section, taken: set[str]) -> str:
    name = table.name.translate(_NOT_IN_NAME)[:_LONGEST_NAME]
    if name in taken:
        name = f"{section.title[: _LONGEST_NAME - 3]} {len(taken)}".translate(_NOT_IN_NAME)
    taken.add(name)
    return name


def pdf(said: Said) -> bytes:
    """Raises documents.PdfUnavailable."""
    return documents.pdf(html(said))


def html(said: Said) -> str:
    context = {"said": said, "language": documents.language()}
    return documents.clean(render_to_string("overview/report_document.html", context))
