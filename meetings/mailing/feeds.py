"""Meetings for calendars: one as a download, a person's own as a subscription (METHOD:PUBLISH)."""

from __future__ import annotations

from django.db.models import F

from meetings.mailing import calendar_versions, calendars, told
from meetings.mailing.mails import event_of
from meetings.models import Invitation, Meeting
from meetings.planning import programme
from partnership.common import links
from partnership.common.context import region
from partnership.people.models import User

PURPOSE = "calendar-feed"


def one(meeting: Meeting, invitation: Invitation | None, *, joins: bool) -> bytes:
    """A download goes into the calendar that may have the invitation: the number of the newest mail there."""
    known = told.as_known([meeting])[meeting.pk]
    event = _event(known, programme.schedule(known), joins=joins)
    sequence = calendar_versions.newest(invitation) if invitation else known.sequence
    return calendars.publish([(event, calendars.Version(sequence, known.changed_at))])


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
    invited = Invitation.objects.active().arrived().of(user).exclude(reply="declined").values("meeting")
    own = Meeting.objects.organised_by(user).values("pk")
    meetings = list(Meeting.objects.for_feed(invited, own).select_related("host").with_programme().with_told_at())
    entries = []
    for meeting in told.as_known(meetings).values():
        event = _event(meeting, programme.schedule(meeting, meeting.programme.all()), joins=True)
        entries.append((event, _version(meeting)))
    return calendars.publish(entries, name=region()["name"])


def _event(meeting: Meeting, entries: list[programme.Entry], *, joins: bool) -> calendars.CalendarEvent:
    event = event_of(meeting, entries, joins=joins)
    return calendars.cancelled(event, meeting.cancel_reason) if meeting.is_cancelled else event


def _version(meeting: Meeting) -> calendars.Version:
    """A subscription has no mails beside it: its sequence grows with every change, also of title and programme."""
    changed = max(meeting.changed_at, meeting.told_at or meeting.changed_at)
    return calendars.Version(max(0, int((changed - meeting.created_at).total_seconds())), changed)
