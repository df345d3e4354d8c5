"""What a report says: numbers, each with how it is counted, and tables that are read while they are written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from municipalities.models import Municipality
from overview.brokering.brokering_report import Period
from partnership.common import norwegian
from partnership.partners.models import Partner
from partnership.people.models import User

if TYPE_CHECKING:
    from overview.reports.models import About, Report
    from overview.reports.rights import Level

# Rows of a table that stand in the PDF; the spreadsheet has all.
IN_PDF = 25
Row = Sequence[Any]


@dataclass(frozen=True)
class Number:
    """One number with its words, and how it is counted: a number in the spreadsheet, ``shown`` as people write it."""

    label: str
    value: int | float
    how: str

    @property
    def shown(self) -> str:
        return norwegian.format_amount(self.value)


@dataclass(frozen=True)
class Table:
    """``rows`` begins anew each time it is called, and holds few rows in memory."""

    name: str
    header: list[str]
    rows: Callable[[], Iterable[Row]]

    def first(self) -> list[Row]:
        found: list[Row] = []
        for row in self.rows():
            if len(found) == IN_PDF:
                break
            found.append([_in_words(value) for value in row])
        return found


@dataclass(frozen=True)
class Section:
    """``note`` says what is left out, and why."""

    title: str
    numbers: list[Number]
    tables: list[Table] = field(default_factory=list)
    note: str = ""

    @property
    def is_empty(self) -> bool:
        return not any(number.value for number in self.numbers)


@dataclass(frozen=True)
class Asked:
    """What every part counts by: about whom, when, for whom, by which right."""

    about: Any
    period: Period
    person: User
    level: Level

    @property
    def first(self) -> dt.datetime:
        return norwegian.at(self.period.since, dt.time())

    @property
    def after(self) -> dt.datetime:
        """The first moment after the period."""
        return norwegian.at(self.period.until + dt.timedelta(days=1), dt.time())

    def within(self, column: str) -> dict[str, dt.datetime]:
        """For a column of moments."""
        return {f"{column}__gte": self.first, f"{column}__lt": self.after}

    def on_days(self, column: str) -> dict[str, dt.date]:
        """For a column of days."""
        return {f"{column}__gte": self.period.since, f"{column}__lte": self.period.until}


@dataclass(frozen=True)
class Said:
    """The whole report. ``ribbon``: the demo's mark."""

    title: str
    about: str
    period: Period
    written_for: str
    at: dt.datetime
    sections: list[Section]
    ribbon: str

    @property
    def is_empty(self) -> bool:
        return all(section.is_empty for section in self.sections)


def of(report: Report, person: User, level: Level) -> Said:
    assert report.since is not None
    assert report.until is not None  # held by a constraint
    period = Period(report.since, report.until)
    asked = Asked(report.about, period, person, level)
    return Said(
        title=_("Report: %(about)s") % {"about": report.about},
        about=str(report.about),
        period=period,
        written_for=person.name,
        at=timezone.now(),
        sections=list(sections(asked)),
        ribbon=_("Invented persons and events") if settings.IS_DEMO else "",
    )


def sections(asked: Asked) -> Iterator[Section]:
    from overview.reports import company, municipality, partner

    about: About = asked.about
    if isinstance(about, Municipality):
        return municipality.sections(asked)
    if isinstance(about, Partner):
        return partner.sections(asked)
    return company.sections(asked)


def _in_words(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        value = norwegian.local(value).date()
    return f"{value:%d.%m.%Y}" if isinstance(value, dt.date) else value
