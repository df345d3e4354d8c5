"""A survey that has ended waits for the contact until the result has been read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from municipalities import places
from municipalities.barometer.results import FEWEST
from municipalities.models import Survey
from partnership.common import once
from partnership.common.contributions import Action, Waiting
from partnership.common.probing import OfRows, Source
from partnership.people.models import User

WAITS = dt.timedelta(days=60)


@Source
def waiting(user: User, on: dt.date) -> Iterator[OfRows]:
    if own := places.acting(user):
        rows = Survey.objects.ended_since(on - WAITS).unread().with_counts().select_related("municipality")
        ended = once.among("ended surveys", lambda: rows, "municipality_id", own, 10)
        yield OfRows(ended, partial(_lines, own=own))


def _lines(surveys: Iterable[Survey], own: dict[int, int]) -> Iterator[Waiting]:
    for survey in surveys:
        n = survey.n
        title = ngettext("The survey is finished: %(n)s answer", "The survey is finished: %(n)s answers", n)
        url = survey.get_absolute_url()
        yield Waiting(
            key=f"survey:{survey.pk}",
            title=title % {"n": n},
            sentence=survey.municipality.name + "."
            if n >= FEWEST
            else _("Fewer than %(n)s have answered, so no result is shown.") % {"n": FEWEST},
            url=url,
            minutes=3,
            weight=45,
            actions=(Action(_("See the result"), url),),
            seat=own[survey.municipality_id],
        )
