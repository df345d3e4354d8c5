"""What came of meetings, as it waits for a person: ideas offered to the municipality."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from ideas import places
from meetings.models import IdeaProposal
from partnership.common.contributions import Action, Waiting
from partnership.people.models import User


def waiting(user: User, on: dt.date) -> Iterator[Waiting]:
    yield from _proposals(user)


def _proposals(user: User) -> Iterator[Waiting]:
    own = places.acting(user)
    if not own:
        return
    rows = IdeaProposal.objects.asked().to_places(own).select_related("meeting")
    for one in rows.order_by("at", "pk")[:10]:
        url = reverse("meetings:proposal", args=[one.pk])
        yield Waiting(
            key=f"idea-proposal:{one.pk}",
            title=_("Should this be an idea in your municipality?"),
            sentence=_("It came up at %(meeting)s.") % {"meeting": one.meeting.title},
            url=url,
            minutes=2,
            weight=32,
            actions=(Action(_("Read and answer"), url),),
            seat=own[one.municipality_id],
        )
