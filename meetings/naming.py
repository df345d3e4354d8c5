"""What a meeting is called to somebody who may not see it: whose it is, and not its title."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from meetings.models import FollowUp, Meeting
from partnership.people.models import User


def seen(meetings: Iterable[Meeting | None], reader: User) -> set[int]:
    """Keys of those the reader sees. One query, none where there is nothing to ask."""
    pks = {meeting.pk for meeting in meetings if meeting is not None}
    return set(Meeting.objects.visible_to(reader).among(pks).values_list("pk", flat=True)) if pks else set()


def name(meeting: Meeting, seen: set[int]) -> str:
    if meeting.pk in seen:
        return meeting.title
    return _("a meeting held by %(owner)s") % {"owner": meeting.owner_name}


def name_meetings(rows: Iterable[FollowUp], reader: User) -> list[FollowUp]:
    """Each with ``meeting_name``. One moved on to a meeting the reader does not see, such as a draft, is still of the
    meeting it was made in. ``rows`` as ``for_page`` gives them."""
    found = list(rows)
    known = seen([meeting for one in found for meeting in (one.meeting, one.first_meeting)], reader)
    for one in found:
        first = one.first_meeting
        shown = first if first is not None and first.pk in known and one.meeting_id not in known else one.meeting
        one.meeting_name = name(shown, known)
    return found
