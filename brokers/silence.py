"""Covered municipalities that nobody in the company has talked with for six months: a reminder, not a reproach."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from brokers.models import Broker, BrokeringEntry, Coverage
from municipalities.models import Municipality
from partnership.common import norwegian

MONTHS = 6


@dataclass(frozen=True)
class Quiet:
    """``last_day``: an Oslo day, or None when no talk is noted."""

    municipality: Municipality
    last_day: dt.date | None


def quiet_places(brokers: Iterable[Broker], on: dt.date | None = None) -> list[Quiet]:
    """Of the municipalities these roles cover on the day those without a line by anybody in the company for six
    months, in Norwegian order. What has been covered for less than that is not there: nobody has had six months.

    Two queries, none without a role.
    """
    seats, on = list(brokers), on or norwegian.today()
    if not seats:
        return []
    limit = months_before(on, MONTHS)
    lines = Coverage.objects.current(on).of_brokers([seat.pk for seat in seats]).select_related("municipality")
    last = BrokeringEntry.objects.last_days([seat.company_id for seat in seats])
    talked: dict[int, dt.date] = {}
    for (_company, place), day in last.items():
        talked[place] = max(day, talked.get(place, day))
    found: dict[int, Quiet] = {}
    for line in lines.order_by("municipality__sort_name", "since"):
        place = line.municipality_id
        if line.since <= limit and talked.get(place, limit) <= limit:
            found[place] = Quiet(line.municipality, talked.get(place))
    return list(found.values())


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day of an earlier month, or that month's last day: 31 August is 28 February."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))
