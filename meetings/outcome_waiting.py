"""What came of meetings, as it waits for a person: follow-ups, ideas offered to the municipality, and minutes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from meetings import naming
from meetings.models import FollowUp, IdeaProposal, Invitation, Minutes
from municipalities import places
from partnership.common import norwegian
from partnership.common.contributions import Action, Waiting
from partnership.people.models import User

SOON = dt.timedelta(days=7)


def waiting(user: User, on: dt.date) -> Iterator[Waiting]:
    yield from _follow_ups(user, on)
    yield from _proposals(user)
    yield from _minutes(user, on)


def _follow_ups(user: User, on: dt.date) -> Iterator[Waiting]:
    """A week before the day and after it; done by one press, also from the mail."""
    rows = FollowUp.objects.of_acting(user).open().filter(due__lte=on + SOON).for_page()
    for one in naming.name_meetings(rows.order_by("due", "pk")[:20], user):
        url = reverse("meetings:follow_up", args=[one.pk])
        yield Waiting(
            key=f"follow-up:{one.pk}:{one.due}{':late' if one.due < on else ''}",
            title=_("Follow-up from %(meeting)s") % {"meeting": one.meeting_name},
            page_title=one.text,
            sentence=_("From %(meeting)s.") % {"meeting": one.meeting_name},
            url=url,
            due=one.due,
            minutes=10,
            actions=(Action(_("Done"), url, "post"), Action(_("See more"), url)),
            mail_url=settings.PORTAL_URL + reverse("answers:follow_up", args=[one.token(user.pk)]),
            seat=one.seat_id,
        )


def _proposals(user: User) -> Iterator[Waiting]:
    own = places.acting(user)
    if not own:
        return
    rows = list(IdeaProposal.objects.asked().to_places(own).with_meeting().order_by("at", "pk")[:10])
    seen = naming.seen([one.meeting for one in rows], user)
    for one in rows:
        url = reverse("meetings:proposal", args=[one.pk])
        yield Waiting(
            key=f"idea-proposal:{one.pk}",
            title=_("Should this be an idea in your municipality?"),
            sentence=_("It came up at %(meeting)s.") % {"meeting": naming.name(one.meeting, seen)},
            url=url,
            minutes=2,
            weight=32,
            actions=(Action(_("Read and answer"), url),),
            seat=own[one.municipality_id],
        )


def _minutes(user: User, on: dt.date) -> Iterator[Waiting]:
    """Out for remarks, to those who were there; when the days are over, to the host. Else one query."""
    rows = list(Minutes.objects.waiting_for(user, on).order_by("remarks_until", "pk")[:10])
    for one in rows:
        if one.is_overdue(on):
            yield _publish(one)
    if all(one.is_overdue(on) for one in rows):
        return
    for invitation in Invitation.objects.active().arrived().of(user).asked_for_remarks(on)[:10]:
        for one in rows:
            if one.meeting_id == invitation.meeting_id:
                yield _remark(one, invitation)


def _publish(minutes: Minutes) -> Waiting:
    url = reverse("meetings:minutes", args=[minutes.meeting_id])
    return Waiting(
        key=f"minutes-publish:{minutes.pk}:{minutes.remarks_until}",
        title=_("Publish the minutes of %(meeting)s") % {"meeting": minutes.meeting.title},
        sentence=_("The days for remarks are over."),
        url=url,
        minutes=5,
        weight=40,
        actions=(Action(_("Look over and publish"), url),),
    )


def _remark(minutes: Minutes, invitation: Invitation) -> Waiting:
    """Until one has made a remark."""
    assert minutes.remarks_until is not None
    url = reverse("meetings:minutes", args=[minutes.meeting_id])
    return Waiting(
        key=f"minutes:{minutes.pk}:{minutes.remarks_until}",
        title=_("Minutes of %(meeting)s: is anything wrong?") % {"meeting": minutes.meeting.title},
        sentence=_("Say so until %(day)s. If nothing is wrong, you need not do anything.")
        % {"day": norwegian.format_day(minutes.remarks_until)},
        url=url,
        due=minutes.remarks_until,
        minutes=5,
        weight=60,
        actions=(Action(_("Read the minutes"), url),),
        mail_url=settings.PORTAL_URL + reverse("answers:minutes", args=[invitation.token()]),
        seat=invitation.seat_id,
    )
