"""A report somebody has ordered waits for them, from when it is finished until they have looked at it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from overview.brokering.brokering_report import Period
from overview.reports.models import Report
from partnership.common import norwegian, once
from partnership.common.contributions import Action, Waiting
from partnership.common.probing import OfRows, Source
from partnership.people.models import User


@Source
def waiting(user: User, on: dt.date) -> Iterator[OfRows]:
    """For nobody else: a report holds what its orderer may see."""
    rows = Report.objects.unseen().with_about().order_by("-pk")
    own = once.among("finished reports", lambda: rows, "ordered_by_id", {user.pk}, 10)
    yield OfRows(own, _lines, by_role=False)


def _lines(reports: Iterable[Report]) -> Iterator[Waiting]:
    for report in reports:
        url = report.get_absolute_url()
        yield Waiting(
            key=f"report:{report.pk}",
            title=_title(report),
            sentence=report.error or _kept(report),
            url=url,
            minutes=1,
            weight=46,
            actions=(Action(_("Open") if report.is_done else _("See what went wrong"), url),),
        )


def _title(report: Report) -> str:
    if report.is_archive:
        words = (
            _("The records of %(about)s are ready") if report.is_done else _("The records of %(about)s were not made")
        )
    else:
        words = (
            _("The report about %(about)s is ready")
            if report.is_done
            else _("The report about %(about)s was not made")
        )
    return words % {"about": report.about}


def _kept(report: Report) -> str:
    assert report.kept_until is not None  # it is finished
    lies = _("It lies here until %(day)s.") % {"day": norwegian.format_day(norwegian.local(report.kept_until).date())}
    if report.since is None or report.until is None:
        return lies
    return f"{Period(report.since, report.until)}. {lies}"
