"""Counting the region's figures: a few grouped queries, whatever the number of ideas."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db.models import Count

from meetings.models import FollowUp
from municipalities.models import Municipality
from overview.region import answers, pipeline, standing
from overview.region.figures import CLOSING_DAYS, Figures, Place
from partnership.common import norwegian
from partnership.partners.models import FundingCall, FundingScheme
from partnership.people.models import Seat, SeatKind
from partnership.people.querysets import SeatQuerySet


def compute(now: dt.datetime) -> Figures:
    today = norwegian.local(now).date()
    known = list(Municipality.objects.order_by("sort_name").values_list("pk", flat=True))
    places = defaultdict(Place, {pk: Place() for pk in known})  # one may be added while the rest is counted
    standing.fill(places, today)
    pipeline.fill(places)
    answers.fill(places, now)
    return Figures(
        places={pk: places[pk] for pk in known},
        stages=pipeline.by_stage(now),
        meetings=answers.of_last_meetings(),
        vacant=_by_kind(Seat.objects.vacant(today)),
        unconfirmed=_by_kind(Seat.objects.unconfirmed(today)),
        overdue=FollowUp.objects.overdue().of_partner_meetings().count(),
        closing=FundingCall.objects.open().closing_within(CLOSING_DAYS).count(),
        schemes_to_check=FundingScheme.objects.to_check().count(),
        calls_to_check=FundingCall.objects.to_check().count(),
    )


def _by_kind(seats: SeatQuerySet[Seat]) -> dict[str, int]:
    counted = dict(seats.order_by().values_list("kind").annotate(n=Count("pk")))
    return {kind: counted.get(kind, 0) for kind in SeatKind.values}
