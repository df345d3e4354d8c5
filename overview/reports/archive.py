"""All of one municipality's records in open formats: a ZIP of JSON, CSV, the files as they are, and a description.

Every part is read once, in pieces, and nothing is held in memory: neither rows nor files.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _

from municipalities.models import Municipality
from overview.reports import column_words
from overview.reports.archive_parts import Counted, Part, parts
from overview.reports.models import Report
from partnership.common import exports, norwegian
from partnership.people.models import User

CHUNK = 500


def write(path: Path, *, report: Report, person: User, step: Callable[[int, str], None]) -> int:
    """Returns the number of rows. In Norwegian whatever the reader's language: it is for an archive."""
    place = report.municipality
    assert place is not None  # held by a constraint
    with translation.override("nb"), ZipFile(path, "w", ZIP_DEFLATED, allowZip64=True) as archive:
        chosen = list(parts(place, person))
        counts: dict[str, int] = {}
        for number, part in enumerate(chosen):
            step(2 + number * 70 // len(chosen), part.title)
            counts[part.file] = _write_part(archive, part)
        missing = _write_files(archive, [part for part in chosen if isinstance(part, Part) and part.files], step)
        archive.writestr("LES-MEG.txt", readme(place, chosen, counts, missing).encode())
    return sum(counts.values())


def _write_part(archive: ZipFile, part: Part | Counted) -> int:
    """Both formats from one reading; returns how many rows."""
    with tempfile.TemporaryDirectory(prefix="arkiv-") as folder:
        plain, table = Path(folder, "a.json"), Path(folder, "a.csv")
        with plain.open("w", encoding="utf-8") as one, table.open("w", encoding="utf-8-sig", newline="") as other:
            count = _write_rows(part, one, other)
        archive.write(plain, f"json/{part.file}.json")
        archive.write(table, f"csv/{part.file}.csv")
    return count


def _write_rows(part: Part | Counted, plain: TextIO, table: TextIO) -> int:
    writer = csv.writer(table, delimiter=";")
    writer.writerow(part.columns)
    count = 0
    plain.write("[")
    for row in _rows(part):
        values = [_plain(value) for value in row]
        said = json.dumps(dict(zip(part.columns, values, strict=True)), ensure_ascii=False)
        plain.write(f",\n{said}" if count else f"\n{said}")
        writer.writerow([exports.safe(value) for value in values])
        count += 1
    plain.write("\n]\n")
    return count


def _rows(part: Part | Counted) -> Iterable[tuple[Any, ...]]:
    if isinstance(part, Counted):
        return part.lines
    rows: Iterator[tuple[Any, ...]] = part.rows.order_by("pk").values_list(*part.columns).iterator(chunk_size=CHUNK)
    return rows


def _plain(value: Any) -> Any:
    """Moments and days as ISO 8601, moments in Norwegian time with the distance from UTC."""
    if isinstance(value, dt.datetime):
        return norwegian.local(value).isoformat()
    return value.isoformat() if isinstance(value, dt.date) else value


def _write_files(archive: ZipFile, chosen: list[Part], step: Callable[[int, str], None]) -> list[str]:
    """As they are; returns the names of those that are not in the storage any more."""
    missing = []
    for place, row, part in _stored(chosen):
        step(75, _("Files: %(name)s") % {"name": place.rsplit("/", 1)[-1]})
        try:
            with getattr(row, part.files).open("rb") as opened, archive.open(place, "w", force_zip64=True) as into:
                shutil.copyfileobj(opened, into, 1024 * 1024)
        except FileNotFoundError:
            missing.append(place)
    return missing


def _stored(chosen: list[Part]) -> Iterator[tuple[str, Any, Part]]:
    for part in chosen:
        for row in part.rows.order_by("pk").iterator(chunk_size=CHUNK):
            stored = getattr(row, part.files)
            if stored:
                name = getattr(row, "name", "") or Path(stored.name).name
                yield f"filer/{part.file}/{row.pk}-{_safe_name(name)}", row, part


def _safe_name(name: str) -> str:
    """Without folders, whatever somebody called the file."""
    return "".join("-" if letter in '/\\:*?"<>|' or ord(letter) < 32 else letter for letter in name).strip(". ")[:120]


def readme(place: Municipality, chosen: list[Part | Counted], counts: dict[str, int], missing: list[str]) -> str:
    when = norwegian.format_day(norwegian.today(), year=True)
    lines = [
        _("All that the portal holds of %(place)s's own records") % {"place": place.name},
        _("Municipality %(number)s. Taken out %(when)s.") % {"number": place.number, "when": when},
        "",
        _("json/ has every table as it is. csv/ has the same for a spreadsheet: semicolon between columns, UTF-8. A "
          "text that a spreadsheet would take for a formula has an apostrophe before it there."),
        _("filer/ has files as they were handed in. The number before a file's name is the key (id) of its row."),
        _("Days are written 2026-12-31; moments too, with the clock in Norwegian time and its distance from UTC."),
        _("«avsendere» names who sent ideas, and «notater» is internal. The records are the municipality's own: look "
          "at what must be screened before anything is given on."),
        _("Not in here: what other municipalities or partners own, such as meetings' own files."),
        _("Surveys are as the result page shows them: groups of fewer than five are not here. What people wrote in "
          "their own words is not here: they were told that only the contact and the deputy read it, and for how "
          "long it is kept."),
    ]  # fmt: skip
    if missing:
        lines += ["", _("Files that were not found in the storage:"), *missing]
    for part in chosen:
        lines += ["", f"{part.file} – {part.title} ({counts[part.file]})"]
        lines += [f"  {column}: {_defined(part, column)}" for column in part.columns]
    return "\r\n".join(lines) + "\r\n"


def _defined(part: Part | Counted, column: str) -> str:
    if isinstance(part, Counted):
        return part.columns[column]
    return definition(part.model, column, part.codes.get(column))


def definition(model: type[models.Model], path: str, codes: Iterable[tuple[str, object]] | None = None) -> str:
    """«prosjektidé: tittel, tekst»: from the fields' own names, with what each value means where there are few;
    ``codes`` where the field does not know."""
    words, found = [], None
    for name in path.split("__"):
        found = model._meta.get_field(name)
        words.append(_named(found, name))
        if found.related_model:
            model = found.related_model  # type: ignore[assignment]
    assert found is not None
    known = codes or getattr(found, "flatchoices", None) or ()
    means = "; ".join(f"{value or _('empty')} = {label}" for value, label in known)
    return f"{': '.join(words)}, {_kind(found)}" + (f" ({means})" if means else "")


def _named(field: Any, name: str) -> str:
    """Django makes a name of the code's own where a field has none; a lazy one is ours, and translated."""
    said = getattr(field, "verbose_name", name)
    return column_words.words().get(name, said) if isinstance(said, str) else str(said)


def _kind(field: Any) -> str:
    kinds = {
        models.ForeignKey: _("a key of another row"),
        models.DateTimeField: _("moment"),
        models.DateField: _("day"),
        models.BooleanField: _("true or false"),
        models.IntegerField: _("whole number"),
    }
    return next((words for kind, words in kinds.items() if isinstance(field, kind)), _("text"))
