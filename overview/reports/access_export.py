"""Taking records out for a request for access: a file, and a line in the log before anybody gets it."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

from django.utils.translation import gettext as _

from municipalities.models import Municipality
from overview.reports import access_records
from overview.reports.access_records import Asked
from overview.reports.models import RecordsExport
from partnership.common import exports
from partnership.partners.models import Partner

# More than anybody looks through; a narrower period is asked for.
MOST_ROWS = 20_000
_WIDTHS = (14, 12, 20, 40, 32, 80, 50)


class TooManyRows(Exception):
    """More than ``MOST_ROWS``."""


class NoRows(Exception):
    """Nothing was found."""


def export(*, asked: Asked, why: str, file_format: str) -> IO[bytes]:
    """An open file at its beginning, logged. Raises TooManyRows or NoRows: nothing is handed out or logged."""
    counted = _Counted(access_records.lines(asked))
    opened = tempfile.TemporaryFile(prefix="innsyn-")  # noqa: SIM115 – closed by the response that hands it out
    try:
        WRITERS[file_format](opened, counted)
        if not counted.rows:
            raise NoRows
    except (TooManyRows, NoRows):
        opened.close()
        raise
    register = asked.register
    RecordsExport.objects.create(
        kind=RecordsExport.Kind.ACCESS,
        municipality=register if isinstance(register, Municipality) else None,
        partner=register if isinstance(register, Partner) else None,
        by=asked.person,
        why=why,
        words=asked.words[:200],
        since=asked.since,
        until=asked.until,
        rows=counted.rows,
        file_format=file_format,
    )
    opened.seek(0)
    return opened


class _Counted:
    """The lines, and how many have gone by."""

    def __init__(self, lines: Iterable[list[Any]]) -> None:
        self._lines = lines
        self.rows = 0

    def __iter__(self) -> Iterator[list[Any]]:
        for line in self._lines:
            self.rows += 1
            if self.rows > MOST_ROWS:
                raise TooManyRows
            yield [exports.safe(value) for value in line]


def _csv(opened: IO[bytes], lines: Iterable[list[Any]]) -> None:
    """As ``exports.csv_response``: semicolons, UTF-8 with a byte order mark."""
    opened.write("\ufeff".encode())
    writer = csv.writer(_Encoded(opened), delimiter=";")
    writer.writerow(access_records.header())
    writer.writerows(lines)


def _xlsx(opened: IO[bytes], lines: Iterable[list[Any]]) -> None:
    book = exports.streamed_workbook()
    sheet = book.create_sheet(_("Records"))
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDEFG", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append(access_records.header())
    try:
        for line in lines:
            sheet.append(line)
    finally:
        book.save(opened)  # also when there were too many: the library's own temporary file goes by it


class _Encoded:
    def __init__(self, opened: IO[bytes]) -> None:
        self._opened = opened

    def write(self, text: str) -> int:
        return self._opened.write(text.encode())


WRITERS = {"csv": _csv, "xlsx": _xlsx}
