"""A report's files: kept for ninety days after it is done, and taken away with it."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.core.files.storage import default_storage
from django.utils import timezone

from overview.reports.models import KEPT, Report

log = logging.getLogger(__name__)


def delete_expired() -> int:
    return delete(Report.objects.expired(timezone.now() - KEPT))


def delete(reports: Iterable[Report]) -> int:
    """With their files; returns how many."""
    count = 0
    for report in list(reports):
        clear(report)
        report.delete()
        count += 1
    return count


def clear(report: Report) -> None:
    """Also what a worker that was killed left in its folder."""
    folder = f"rapporter/{report.pk}"
    try:
        names = default_storage.listdir(folder)[1]
    except OSError:  # nothing has been written yet
        return
    delete_files(f"{folder}/{name}" for name in names)


def delete_files(names: Iterable[str]) -> None:
    for name in names:
        try:
            default_storage.delete(name)
        except OSError:
            log.warning("a file of a report could not be deleted")
