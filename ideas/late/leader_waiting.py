"""What waits for whoever asked a leader: the leader wants a call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from ideas.models import Idea, LeaderRequest
from partnership.common import norwegian, once
from partnership.common.contributions import Action, Waiting
from partnership.common.probing import OfRows, Source
from partnership.people.models import User

WORKING_DAYS_TO_RING = 3
MOST = 100


@Source
def waiting(user: User, on: dt.date) -> Iterator[OfRows]:
    """Nothing of the idea but its number, since the lines go into a mail; and nothing when one sees it no longer."""
    answered = once.among("to ring", LeaderRequest.objects.to_ring, "asked_by_id", {user.pk}, MOST)
    yield OfRows(answered, partial(_lines, user=user), by_role=False)


def _lines(rows: Iterable[LeaderRequest], user: User) -> Iterator[Waiting]:
    answered = list(rows)
    if not answered:
        return
    seen = Idea.objects.visible_to(user).in_bulk([request.idea_id for request in answered])
    for request in answered:
        if request.idea_id not in seen:
            continue
        assert request.answered_at
        url = reverse("ideas:anchoring", args=[request.idea_id])
        yield Waiting(
            key=f"leader:{request.pk}:{request.answered_at:%Y%m%d}",
            title=_("Ring %(name)s about idea %(number)s") % {"name": request.name, "number": request.idea.number},
            sentence=_("%(name)s was asked to stand behind it, and wants to talk first.") % {"name": request.name},
            url=url,
            due=norwegian.add_working_days(norwegian.local(request.answered_at).date(), WORKING_DAYS_TO_RING),
            minutes=5,
            actions=(Action(_("See the number"), url, primary=True),),
        )
