"""Open ideas by stage: of the region all of them, of a municipality those it shows the partnership."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from django.db.models import Aggregate, Case, CharField, Count, DateTimeField, Value, When

from ideas.models import Idea
from overview.region.figures import STAGES, Place, StageSum

_COLUMN = Case(
    *(When(stage__in=[str(stage) for stage in stages], then=Value(key)) for key, stages in STAGES.items()),
    output_field=CharField(),
)


class Median(Aggregate):
    """The value half of the rows are at or below: one of theirs, the lower of the two in the middle."""

    function = "PERCENTILE_DISC"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


class LatestMedian(Median):
    """Counted from the newest: of an even number the newer of the two in the middle."""

    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s DESC)"


def fill(places: dict[int, Place]) -> None:
    """One query."""
    shared = Idea.objects.open().shown_to_partnership().order_by()
    counted: dict[int, Counter[str]] = {}
    for pk, key, count in shared.values_list("municipality", _COLUMN).annotate(n=Count("pk")):
        counted.setdefault(pk, Counter())[key] += count
    for pk, sums in counted.items():
        places[pk].shared = dict(sums)


def by_stage(now: dt.datetime) -> list[StageSum]:
    """One query. Days in the stage are whole ones that have gone."""
    rows = Idea.objects.open().order_by().values_list(_COLUMN)
    found = {
        key: (count, since)
        for key, count, since in rows.annotate(
            n=Count("pk"), since=LatestMedian("stage_since", output_field=DateTimeField())
        )
    }
    return [
        StageSum(key, found[key][0], (now - found[key][1]).days) if key in found else StageSum(key, 0, None)
        for key in STAGES
    ]
