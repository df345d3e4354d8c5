"""How many guests a meeting may have. The partners know what they do; from others the portal's mail goes to few."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.models import AskedPerson, DatePoll, Invitation, Meeting

A_MEETING = 60
A_WEEK = 180


def room_for(meeting: Meeting, others: Iterable[str] = ()) -> int | None:
    """How many more may be written down, with ``others``; None where there is no limit. Those told count for good."""
    if meeting.owner_partner_id:
        return None
    told = set(Invitation.objects.guests().filter(meeting=meeting).emails())
    return A_MEETING - len(told | {guest.email.lower() for guest in meeting.guests.all()} | set(others))


def why_not(meeting: Meeting) -> str:
    """Why the guests on the list cannot be invited, in words for the organiser; empty when they can."""
    return _why_not(meeting, {guest.email.lower() for guest in meeting.guests.all()})


def why_not_one(meeting: Meeting, email: str) -> str:
    """Why somebody who has asked to join cannot be invited; empty when they can. Anybody may ask, in any name."""
    return _why_not(meeting, {email.lower()})


def _why_not(meeting: Meeting, addresses: set[str]) -> str:
    room = room_for(meeting, addresses)
    if room is None:
        return ""
    if room < 0:
        return too_many()
    since = timezone.now() - dt.timedelta(days=7)
    lately = Invitation.objects.guests().sent_since(since).filter(meeting__owner_seat=meeting.owner_seat_id)
    told = set(lately.filter(meeting=meeting).emails())
    new = addresses - told
    if new and lately.count() + len(new) > A_WEEK:
        return _("You can invite at most %(n)s guests in a week. Ask a partner to help you.") % {"n": A_WEEK}
    return ""


def why_not_asked(poll: DatePoll, number: int) -> str:
    """Why so many more guests cannot be asked for a date; empty when they can. As many a week as may be invited."""
    if poll.owner_partner_id or not number:
        return ""
    since = timezone.now() - dt.timedelta(days=7)
    lately = AskedPerson.objects.guests().asked_in_polls_since(since).filter(poll__owner_seat=poll.owner_seat_id)
    if lately.count() + number <= A_WEEK:
        return ""
    return _("You can ask at most %(n)s guests in a week. Ask a partner to help you.") % {"n": A_WEEK}


def too_many() -> str:
    return _("Your own meeting can have at most %(n)s guests. Ask a partner to host a larger one.") % {"n": A_MEETING}
