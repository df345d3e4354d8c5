"""Rows out as CSV or XLSX, safe to open in a spreadsheet.

The library that writes XLSX weighs eighteen megabytes, and is imported by who asks for a file.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from openpyxl import Workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# XLSX is XML, which cannot hold control characters (XML 1.0, 2.2).
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
# A cell that begins so is run as a formula by spreadsheets (OWASP, «CSV Injection»).
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(value: Any) -> Any:
    """The value as a cell: dates local and plain, text that looks like a formula made harmless."""
    if value is None:
        return ""
    if hasattr(value, "tzinfo") and hasattr(value, "astimezone"):
        return timezone.localtime(value).replace(tzinfo=None)
    if isinstance(value, str):
        value = _CONTROL.sub("", value)
        return "'" + value if value.startswith(DANGEROUS) else value
    return value


def csv_response(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """CSV as Norwegian spreadsheets open it: semicolons, UTF-8 with a byte order mark."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    writer.writerow(header)
    writer.writerows([_decimal_comma(safe(value)) for value in row] for row in rows)
    response = HttpResponse("\ufeff" + buffer.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = _attachment(f"{name}.csv")
    return response


def _decimal_comma(value: Any) -> Any:
    """In text a Norwegian spreadsheet takes «1.5» for a day in May."""
    return str(value).replace(".", ",") if isinstance(value, float) else value


def streamed_workbook() -> Workbook:
    """One that is written row by row, and keeps none of them."""
    from openpyxl import Workbook

    return Workbook(write_only=True)


def bold_row(sheet: Any, values: Iterable[Any]) -> list[Any]:
    """Cells of a sheet of ``streamed_workbook``."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    cells = [WriteOnlyCell(sheet, value=safe(value)) for value in values]
    for cell in cells:
        cell.font = Font(bold=True)
    return cells


def xlsx_response(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    if settings.IS_DEMO:
        sheet.title = _("Invented persons and events")[:31]
    sheet.append(list(header))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([safe(value) for value in row])
    for column in sheet.columns:
        width = max(len(str(cell.value or "")) for cell in column)
        sheet.column_dimensions[column[0].column_letter].width = min(60, width + 2)
    buffer = io.BytesIO()
    book.save(buffer)
    response = HttpResponse(buffer.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = _attachment(f"{name}.xlsx")
    return response


def file_response(content: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = _attachment(name)
    return response


def _attachment(name: str) -> str:
    return f'attachment; filename="{named(name)}"'


def named(name: str) -> str:
    """A file from the demo says in its name that what it holds is invented."""
    return f"{'oppdiktet-' if settings.IS_DEMO else ''}{name}"
