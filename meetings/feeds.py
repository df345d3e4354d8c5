"""Meetings for calendars: one as a download, a person's own as a subscription (METHOD:PUBLISH)."""

from __future__ import annotations

from django.db.models import F

from meetings import calendars, programme
from meetings.mails import event_of
from meetings.models import Invitation, Meeting
from partnership.common import links
from partnership.common.context import region
from partnership.people.models import User

PURPOSE = "calendar-feed"


def one(meeting: Meeting, *, joins: bool) -> bytes:
    event = event_of(meeting, programme.schedule(meeting), joins=joins)
    if meeting.is_cancelled:
        event = calendars.cancelled(event, meeting.cancel_reason)
    return calendars.publish([(event, calendars.Version(meeting.sequence, meeting.dtstamp))])


def token(user: User) -> str:
    return links.make(PURPOSE, user.pk, user.feed_version)


def renew(*, user: User) -> None:
    """Make every address given out so far useless."""
    User.objects.filter(pk=user.pk).update(feed_version=F("feed_version") + 1)
    user.refresh_from_db(fields=["feed_version"])


def user_of(token: str) -> User | None:
    try:
        link = links.read(PURPOSE, token)
    except links.BadLink:
        return None
    return User.objects.active().filter(pk=link.pk, feed_version=link.version).first()


def of(user: User) -> bytes:
    """Those the person comes to, may come to, or has not answered; and those they organise."""
    invited = Invitation.objects.active().sent().of(user).exclude(reply="declined").values("meeting")
    own = Meeting.objects.organised_by(user).values("pk")
    meetings = Meeting.objects.for_feed(invited, own).select_related("host").prefetch_related("programme")
    entries = []
    for meeting in meetings:
        event = event_of(meeting, programme.schedule(meeting), joins=True)
        if meeting.is_cancelled:
            event = calendars.cancelled(event, meeting.cancel_reason)
        entries.append((event, calendars.Version(meeting.sequence, meeting.dtstamp)))
    return calendars.publish(entries, name=region()["name"])
