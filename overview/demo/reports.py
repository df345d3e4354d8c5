"""The demo's finished report: Nina Solem's about KS, of the last twelve months, not looked at yet."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.db import transaction

from overview.brokering.brokering_report import Period
from overview.reports import keeping, ordering, writing
from overview.reports.models import Report
from partnership.common import norwegian
from partnership.partners.models import Partner
from partnership.people.models import User

A_YEAR = dt.timedelta(days=364)  # both days count


def lay_out(officer: User) -> None:
    """Ordered and written as any other, of what the other scenes have laid out. One that lies there is kept."""
    partner = Partner.objects.get(slug="ks")
    if Report.objects.visible_to(officer).same_as(partner=partner, state=Report.State.DONE).exists():
        return
    today = norwegian.today()
    ordering.order(about=partner, period=Period(today - A_YEAR, today), by=officer)
    writing.write_waiting()


def clear_files() -> None:
    """Of all reports, before the rows go."""
    for report in Report.objects.all():
        transaction.on_commit(partial(keeping.clear, report))
