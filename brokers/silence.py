"""Covered municipalities that nobody in the company has talked with for six months: a reminder, not a reproach."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from brokers.models import Broker, Coverage
from municipalities.models import Municipality
from partnership.common import norwegian

MONTHS = 6


@dataclass(frozen=True)
class Covered:
    """``last_day``: an Oslo day, or None when no talk is noted. ``since``: covered from that day on."""

    municipality: Municipality
    last_day: dt.date | None
    since: dt.date


def quiet_places(brokers: Iterable[Broker], on: dt.date | None = None) -> list[Covered]:
    """Of the municipalities these roles cover on the day those that are quiet. One query, none without a role."""
    return quiet(covered(brokers, on), on)


def quiet(places: Iterable[Covered], on: dt.date | None = None) -> list[Covered]:
    """Those without a line by anybody in the company for six months. What has been covered for less than that is not
    there: nobody has had six months."""
    limit = months_before(on or norwegian.today(), MONTHS)
    return [one for one in places if one.since <= limit and (one.last_day or limit) <= limit]


def covered(brokers: Iterable[Broker], on: dt.date | None = None) -> list[Covered]:
    """The municipalities these roles cover on the day, in Norwegian order. One query, none without a role."""
    seats = [seat.pk for seat in brokers]
    if not seats:
        return []
    lines = Coverage.objects.current(on).of_brokers(seats).with_last_talk().select_related("municipality")
    found: dict[int, Covered] = {}
    for line in lines.order_by("municipality__sort_name"):
        there = found.get(line.municipality_id)
        days = [day for day in (line.last_talk, there and there.last_day) if day]
        since = min(line.since, there.since) if there else line.since
        found[line.municipality_id] = Covered(line.municipality, max(days, default=None), since)
    return list(found.values())


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day of an earlier month, or that month's last day: 31 August is 28 February."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))
