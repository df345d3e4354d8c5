"""What a report about an innovation company says: by the rules of the brokering log."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from brokers.models import BrokeringEntry
from overview.brokering import brokering_report
from overview.reports.content import Asked, Number, Section, Table
from overview.reports.rights import Level


def sections(asked: Asked) -> Iterator[Section]:
    """Sums for officers; the company's own brokers get the lines as well."""
    how = _("Counted from the lines the brokers have noted, deleted ones left out.")
    cases = _("Cases whose question a broker of the company took in the period; applications of those cases.")
    logged = [
        Number(one.label, one.value, how) for one in brokering_report.of_log(asked.period, [asked.about])
    ]  # fmt: skip
    came = brokering_report.of_ideas_and_applications(asked.period, [asked.about])
    own = asked.level == Level.OWN
    note = "" if own else _("What was said, and which firms, stays in the company.")
    yield Section(_("Brokering"), logged, [_lines(asked)] if own else [], note)
    yield Section(_("What came of the cases"), [Number(one.label, one.value, cases) for one in came])


def _lines(asked: Asked) -> Table:
    lines = BrokeringEntry.objects.visible_to(asked.person).of_company(asked.about.pk)
    lines = lines.between(asked.period.since, asked.period.until)

    def rows() -> Iterator[list[Any]]:
        for line in lines.for_list().order_by("day", "pk").iterator(chunk_size=500):
            yield [line.day, line.get_kind_display(), str(line.about), line.text, line.time_spent]

    return Table(_("Log"), [_("Day"), _("Kind"), _("About"), _("One line"), _("Time spent")], rows)
