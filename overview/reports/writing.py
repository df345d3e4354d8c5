"""Writing what is ordered: one worker at a time has a report, by a lease, and that one says what becomes of it."""

from __future__ import annotations

import datetime as dt
import logging
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files import File
from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from overview.reports import archive, content, files, keeping, rights
from overview.reports.models import RecordsExport, Report
from partnership.common import documents
from partnership.people.models import User

log = logging.getLogger(__name__)
LEASE = dt.timedelta(minutes=5)
MOST_ATTEMPTS = 3
# Seconds after which a run begins no new one: Celery stops it within the hour (``overview.tasks``), and the report it
# was in would be said to have failed. The last one has half of it, and the beat goes on within a minute.
A_RUN = 1500
# Any number that no other lock of ours has.
_ALONE = 5_207_303
Step = Callable[[int, str], None]


class LeaseLost(Exception):
    """Somebody else has it now."""


class NoRight(Exception):
    """The person may no longer have it; says so in words."""


def write_waiting() -> int:
    """What waits, the oldest first, as far as ``A_RUN`` reaches; returns how many were written. None while another
    process writes: reports take one of the worker's processes at most, and mail has the others."""
    written, begun = 0, time.monotonic()
    with _alone() as is_alone:
        while is_alone and (report := _claim(timezone.now())):
            written += write(report)
            if time.monotonic() - begun >= A_RUN:
                break
    return written


@contextmanager
def _alone() -> Iterator[bool]:
    """A lock of the database session: it goes with a worker that is killed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_ALONE])
        is_alone = bool(cursor.fetchone()[0])
    try:
        yield is_alone
    finally:
        if is_alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_ALONE])


def write(report: Report) -> bool:
    """Write one that is claimed. What goes wrong is said in words on it; returns whether it is done."""
    with translation.override(report.ordered_by.language):
        try:
            error = _written(report)
            if error:
                _finish(report, state=Report.State.FAILED, error=error)
        except LeaseLost:
            log.warning("the lease of a report was lost")
            return False
    return not error


def _written(report: Report) -> str:
    """Empty, or what went wrong. Raises LeaseLost."""
    try:
        _write(report)
    except LeaseLost:
        raise
    except NoRight as why:
        return str(why)
    except Exception:
        log.exception("a report could not be written", extra={"report": report.pk})
        return _("Something went wrong on our side. Order it again.")
    return ""


@transaction.atomic
def _claim(now: dt.datetime) -> Report | None:
    waiting = Report.objects.to_write(now).select_for_update(skip_locked=True, of=("self",)).with_about()
    report = waiting.first()
    if report is None:
        return None
    if report.attempts >= MOST_ATTEMPTS:
        with translation.override(report.ordered_by.language):
            report.state, report.error = (
                Report.State.FAILED,
                _("It stopped three times. Tell those who run the portal."),
            )
        report.finished_at, report.lease_until = now, None
        report.save()
        return _claim(now)
    report.state, report.progress = Report.State.UNDER_WAY, 0
    report.attempts += 1
    report.lease_owner, report.lease_until = uuid.uuid4(), now + LEASE
    report.save()
    return report


def _write(report: Report) -> None:
    # Read anew: roles may have changed since the order.
    person = User.objects.get(pk=report.ordered_by_id)
    level = rights.level(person, report.about)
    if level is None or (report.is_archive and level != rights.Level.OWN):
        raise NoRight(_("You no longer have the role that this needs."))
    keeping.clear(report)

    def step(per_cent: int, words: str) -> None:
        _still_mine(report, progress=per_cent, step=words[:120], lease_until=timezone.now() + LEASE)

    with tempfile.TemporaryDirectory(prefix="rapport-") as folder:
        if report.is_archive:
            made = {"zip": Path(folder, "arkiv.zip")}
            rows = archive.write(made["zip"], report=report, person=person, step=step)
        else:
            made, rows = _yearly(report, person, level, Path(folder), step), 0
        _store(report, made)
    names = {name: getattr(report, name).name for name in made}
    try:
        _done(report, seen_as=level, rows=rows, names=names)
    except LeaseLost:
        keeping.delete_files(list(names.values()))
        raise


@transaction.atomic
def _done(report: Report, *, seen_as: str, rows: int, names: dict[str, str]) -> None:
    """Ready to be handed out; that records were taken out is logged in the same breath."""
    has_all = report.is_archive or "pdf" in names
    error = "" if has_all else _("The PDF could not be made here. The spreadsheet has it all.")
    _finish(report, state=Report.State.DONE, error=error, progress=100, seen_as=seen_as, **names)
    if report.is_archive:
        RecordsExport.objects.create(
            kind=RecordsExport.Kind.ARCHIVE,
            municipality=report.municipality,
            by=report.ordered_by,
            why=report.why,
            rows=rows,
            file_format="zip",
        )


def _yearly(report: Report, person: User, level: rights.Level, folder: Path, step: Step) -> dict[str, Path]:
    step(5, _("Counting"))
    said = content.of(report, person, level)
    made = {"xlsx": folder / "rapport.xlsx"}
    step(30, _("Writing the spreadsheet"))
    files.write_xlsx(
        made["xlsx"], said, lambda rows: step(30, _("Writing the spreadsheet: %(n)d rows") % {"n": rows})
    )
    step(70, _("Writing the PDF"))
    try:
        pdf = files.pdf(said)
    except documents.PdfUnavailable:
        log.warning("the libraries that lay out pages are not here: the report has no PDF")
        return made
    made["pdf"] = folder / "rapport.pdf"
    made["pdf"].write_bytes(pdf)
    return made


def _store(report: Report, made: dict[str, Path]) -> None:
    for name, path in made.items():
        with path.open("rb") as opened:
            getattr(report, name).save(f"{report.pk}/{report.lease_owner}.{name}", File(opened), save=False)


def _still_mine(report: Report, **values: object) -> None:
    """Raises LeaseLost."""
    if not Report.objects.filter(pk=report.pk, lease_owner=report.lease_owner).update(**values):
        raise LeaseLost


def _finish(report: Report, **values: object) -> None:
    _still_mine(report, finished_at=timezone.now(), lease_until=None, lease_owner=None, step="", **values)
