"""A report is ordered; ordered twice in a row it is the one that is under way."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from brokers.models import InnovationCompany
from municipalities.models import Municipality
from overview.brokering.brokering_report import Period
from overview.reports import rights
from overview.reports.forms import key
from overview.reports.models import About, Report
from partnership.partners.models import Partner
from partnership.people.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

log = logging.getLogger(__name__)
# Of one person, waiting or being written at once.
MOST_OPEN = 5


def url(user: User | AnonymousUser, about: About) -> str:
    """Where the person orders a report about it; empty for whoever may not."""
    return f"{reverse('overview:reports')}?om={key(about)}" if rights.level(user, about) else ""


class NotAllowed(Exception):
    """No report about it for this person."""


class TooMany(Exception):
    """The person has ``MOST_OPEN`` on the way already."""


def order(*, about: About, period: Period, by: User) -> Report:
    """Raises NotAllowed, TooMany."""
    if rights.level(by, about) is None:
        raise NotAllowed
    return _order(by, kind=Report.Kind.YEARLY, since=period.since, until=period.until, why="", **_column(about))


def order_archive(*, municipality: Municipality, why: str, by: User) -> Report:
    """All of the municipality's records. Raises NotAllowed, TooMany."""
    if not rights.can_archive(by, municipality):
        raise NotAllowed
    kind = Report.Kind.ARCHIVE
    return _order(by, kind=kind, since=None, until=None, why=why, **_column(municipality))


def see(report: Report) -> None:
    """The orderer has come to it: it waits no more. Nothing of one that is still being written."""
    Report.objects.unseen().filter(pk=report.pk).update(seen_at=timezone.now())


def _order(by: User, why: str, **order: object) -> Report:
    own = Report.objects.visible_to(by).open()
    if found := own.same_as(**order).first():
        return found
    if own.count() >= MOST_OPEN:
        raise TooMany
    try:
        with transaction.atomic():
            report = Report.objects.create(ordered_by=by, why=why, **order)
            transaction.on_commit(wake, robust=True)
            return report
    except IntegrityError:  # pressed twice at once
        return own.same_as(**order).get()


def _column(about: About) -> dict[str, About | None]:
    kinds = {"municipality": Municipality, "partner": Partner, "company": InnovationCompany}
    return {name: about if isinstance(about, kind) else None for name, kind in kinds.items()}


def wake() -> None:
    """Ask a worker to write. A lost wake-up is harmless: the beat looks every minute. From a thread of its own, so
    that a queue that is silent keeps nobody waiting."""
    threading.Thread(target=_publish, name="report-waker", daemon=True).start()


def _publish() -> None:
    from overview.tasks import write_reports  # tasks import the writing, which imports this room

    try:
        write_reports.apply_async(ignore_result=True, retry=False)
    except Exception:
        log.warning("the queue could not be reached; the beat will write the report")
