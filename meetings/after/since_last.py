"""«Siden sist»: what the meeting before agreed, and how much of what was to be done is done.

It is told to those who had a part in that meeting, themselves or by the role they are invited in, and to nobody else:
the meeting is not even named to a person who does not see it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.urls import reverse

from meetings.models import Agreement, FollowUp, Invitation, Meeting
from meetings.permissions import can_join, can_organise
from meetings.planning import series

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from partnership.people.models import User


@dataclass(frozen=True)
class SinceLast:
    """``meeting`` is the one before; ``done`` of ``total`` follow-ups, those moved on since among them, and how
    many are ``late``.
    ``url`` is where all of it stands, empty for who reads by a mailed link."""

    meeting: Meeting
    agreed: list[str]
    done: int
    total: int
    late: int = 0
    url: str = ""


def find(meeting: Meeting) -> SinceLast | None:
    """None where there is nothing to tell, and when the meeting is over. Three queries."""
    before = None if meeting.is_over or meeting.is_cancelled else series.previous(meeting, held=True)
    if before is None:
        return None
    done, total, late = FollowUp.objects.that_came_of(before).done_of_all()
    agreed = [one.text for one in Agreement.objects.of(before)]
    return SinceLast(before, agreed, done, total, late) if agreed or total or before.agreed else None


def seen_by(
    user: User | AnonymousUser | None, meeting: Meeting, invitation: Invitation | None = None
) -> SinceLast | None:
    """As ``find``, for the reader: signed in, or with the invitation whose link was opened."""
    found = find(meeting)
    if found is None:
        return None
    if user is not None and (can_organise(user, found.meeting) or can_join(user, found.meeting)):
        return replace(found, url=reverse("meetings:outcomes", args=[found.meeting.pk]))
    return found if invitation is not None and had_part(found.meeting, [invitation]) else None


def had_part(before: Meeting, invitations: Iterable[Invitation]) -> set[int]:
    """Keys of those who were invited to ``before`` as well: the person, the role, or the address. One query."""
    wanted = list(invitations)
    earlier = Invitation.objects.active().arrived().filter(meeting=before).like(wanted)
    known = {key for row in earlier for key in _keys(row)}
    return {one.pk for one in wanted if known & _keys(one)}


def by_invitation(invitations: Iterable[Invitation]) -> dict[int, SinceLast]:
    """For the mails: what each may be told, without the words of it, by key of the invitation. The meetings come
    ``with_previous_held``. One query for all of them, none where no meeting has one before."""
    upcoming = [one for one in invitations if one.meeting.is_upcoming]
    asked = [(one.meeting.previous_held, one) for one in upcoming if one.meeting.previous_held]
    if not asked:
        return {}
    earlier = Invitation.objects.active().arrived().filter(meeting__in={pk for pk, _one in asked})
    earlier = earlier.like(one for _pk, one in asked)
    known = {(row.meeting_id, key): row for row in earlier.with_what_came_of_it() for key in _keys(row)}
    found = {}
    for pk, one in asked:
        row = next((known[pk, key] for key in _keys(one) if (pk, key) in known), None)
        if row is not None and (row.total or row.has_agreed or row.meeting.agreed):
            found[one.pk] = SinceLast(row.meeting, [], row.done, row.total)
    return found


def _keys(one: Invitation) -> set[tuple[str, object]]:
    """What makes two invitations the same person's, or the same role's."""
    keys = {("person", one.person_id), ("seat", one.seat_id), ("email", one.email.lower())}
    return {key for key in keys if key[1]}


def overdue(user: User | AnonymousUser, meeting: Meeting) -> list[FollowUp]:
    """What the board says is late: what came of this meeting, and of the one before where ``user`` organises it."""
    before = series.previous(meeting, held=True)
    meetings = [meeting.pk, *([before.pk] if before and can_organise(user, before) else [])]
    late = FollowUp.objects.that_came_of_any(meetings).overdue().with_whose()
    return list(late.order_by("due", "pk"))
