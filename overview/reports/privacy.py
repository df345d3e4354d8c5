"""What reports and the log of exports hold about a person, and how it is forgotten."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from overview.reports import keeping
from overview.reports.models import RecordsExport, Report
from partnership.people.models import User


def person_data(user: User) -> dict[str, list[dict[str, Any]]]:
    ordered = Report.objects.filter(ordered_by=user).with_about()
    taken = RecordsExport.objects.filter(by=user)
    return {
        _("reports you have ordered"): [
            {"about": str(one.about), "kind": one.kind, "from": one.since, "to": one.until, "when": one.ordered_at}
            for one in ordered
        ],
        _("records you have taken out"): [dict(row) for row in taken.values("kind", "at", "why", "words", "rows")],
    }


def erase(user: User, addresses: set[str]) -> None:
    """The reports were the person's own; that records were taken out stays in the log, without who."""
    keeping.delete(Report.objects.filter(ordered_by=user))
    RecordsExport.objects.filter(by=user).update(by=None)
