"""The report to the county: what the companies have done in a period, in numbers. No line of the log, no firm."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from brokers import own_roles
from brokers.models import BrokeringEntry, InnovationCompany
from brokers.permissions import sees_every_company
from brokers.querysets import BrokeringEntryQuerySet
from overview.brokering import brokering_outcomes
from partnership.common import norwegian
from partnership.people.models import User


@dataclass(frozen=True)
class Figure:
    """One number with its words: a count, or hours."""

    label: str
    value: int | float

    @property
    def shown(self) -> str:
        return norwegian.format_amount(self.value)


@dataclass(frozen=True)
class Period:
    """Oslo days, both included."""

    since: dt.date
    until: dt.date

    def __str__(self) -> str:
        since = norwegian.format_day(self.since, year=True, weekday=False)
        return f"{since} – {norwegian.format_day(self.until, year=True, weekday=False)}"


@dataclass(frozen=True)
class Line:
    """One company in the table: ``hours`` as people write them."""

    company: str
    entries: int
    municipalities: int
    firms: int
    hours: str


def companies_for(user: User | AnonymousUser) -> list[InnovationCompany]:
    """Whose sums the person sees: all for officers, the own for brokers; in Norwegian order."""
    if sees_every_company(user):
        return list(InnovationCompany.objects.all())
    own = {broker.company_id: broker.company for broker in own_roles.of(user)}
    return sorted(own.values(), key=lambda company: company.sort_name)


def figures(period: Period, companies: list[InnovationCompany]) -> list[Figure]:
    """All that is counted of these companies together: the log first, then what other rooms count."""
    return [*of_log(period, companies), *of_ideas_and_applications(period, companies)]


def of_log(period: Period, companies: list[InnovationCompany]) -> list[Figure]:
    """One query."""
    sums = _rows(period, companies).sums()
    kinds = [Figure(_("of them: %(kind)s") % {"kind": kind.label}, sums[kind.value]) for kind in BrokeringEntry.Kind]
    return [
        Figure(_("Brokerings"), sums["entries"]),
        *kinds,
        Figure(_("Municipalities talked with"), sums["municipalities"]),
        Figure(_("Firms talked with"), sums["firms"]),
        Figure(_("Hours noted"), sums["half_hours"] / 2),
        Figure(_("Connections to research"), sums[BrokeringEntry.Kind.CONNECTED]),
        Figure(_("Research organisations"), sums["research"]),
    ]


def of_ideas_and_applications(period: Period, companies: list[InnovationCompany]) -> list[Figure]:
    """What came of the companies' cases; two queries."""
    found = brokering_outcomes.of(period.since, period.until, [company.pk for company in companies])
    return [Figure(label, value) for label, value in found]


def by_company(period: Period, companies: list[InnovationCompany]) -> list[Line]:
    """Those that have noted something, in Norwegian order; one query."""
    return [
        Line(
            str(row["company"]),
            int(row["entries"]),
            int(row["municipalities"]),
            int(row["firms"]),
            norwegian.format_hours(int(row["half_hours"])),
        )
        for row in _rows(period, companies).sums_by_company()
    ]


def table(period: Period, companies: list[InnovationCompany]) -> tuple[list[str], list[list[str | float]]]:
    """Header and rows for a file: a row for each company and figure, and for all together when several."""
    header = [_("From"), _("To and including"), _("Company"), _("What"), _("How many")]
    groups = [(company.name, [company]) for company in companies]
    if len(companies) > 1:
        groups.insert(0, (_("All companies"), companies))
    days = [period.since.isoformat(), period.until.isoformat()]
    rows = [[*days, name, one.label, one.value] for name, group in groups for one in figures(period, group)]
    return header, rows


def _rows(period: Period, companies: list[InnovationCompany]) -> BrokeringEntryQuerySet:
    rows = BrokeringEntry.objects.standing().of_companies([company.pk for company in companies])
    return rows.between(period.since, period.until)


def quarter(day: dt.date, back: int = 0) -> Period:
    """The quarter the day lies in, or the one so many earlier."""
    count = day.year * 4 + (day.month - 1) // 3 - back
    year, number = divmod(count, 4)
    following = dt.date(year + (number == 3), (number + 1) % 4 * 3 + 1, 1)
    return Period(dt.date(year, number * 3 + 1, 1), following - dt.timedelta(days=1))


def year(number: int) -> Period:
    return Period(dt.date(number, 1, 1), dt.date(number, 12, 31))


def periods(today: dt.date) -> dict[str, tuple[str, Period]]:
    """By the word in the address: label and days."""
    return {
        "dette-kvartalet": (_("This quarter"), quarter(today)),
        "forrige-kvartal": (_("Last quarter"), quarter(today, 1)),
        "i-ar": (_("This year"), year(today.year)),
        "i-fjor": (_("Last year"), year(today.year - 1)),
    }
