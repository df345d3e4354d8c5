"""What came of meetings, as it waits for a person: follow-ups, and ideas offered to the municipality."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from ideas import places
from meetings.models import FollowUp, IdeaProposal
from partnership.common.contributions import Action, Waiting
from partnership.people.models import User

SOON = dt.timedelta(days=7)


def waiting(user: User, on: dt.date) -> Iterator[Waiting]:
    yield from _follow_ups(user, on)
    yield from _proposals(user)


def _follow_ups(user: User, on: dt.date) -> Iterator[Waiting]:
    """A week before the day and after it; done by one press, also from the mail."""
    rows = FollowUp.objects.of_acting(user).open().filter(due__lte=on + SOON).select_related("meeting")
    for one in rows.order_by("due", "pk")[:20]:
        url = reverse("meetings:follow_up", args=[one.pk])
        yield Waiting(
            key=f"follow-up:{one.pk}:{one.due}{':late' if one.due < on else ''}",
            title=_("Follow-up from %(meeting)s") % {"meeting": one.meeting.title},
            page_title=one.text,
            sentence=_("From %(meeting)s.") % {"meeting": one.meeting.title},
            url=url,
            due=one.due,
            minutes=10,
            actions=(Action(_("Done"), url, "post"), Action(_("See more"), url)),
            mail_url=settings.PORTAL_URL + reverse("answers:follow_up", args=[one.token()]),
            seat=one.seat_id,
        )


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
