"""Municipalities against the last meetings: who answered what."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.models import Invitation, Meeting, PastAnswer
from municipalities.models import Municipality

Cell = Invitation | PastAnswer


@dataclass(frozen=True)
class Matrix:
    """``rows``: a municipality with one answer (or None, not invited) for every meeting."""

    meetings: list[Meeting]
    rows: list[tuple[Municipality, list[Cell | None]]]


def of_last(count: int) -> Matrix:
    """The last partner meetings that contacts were invited to, or municipalities are known to have answered, newest
    first; three queries and one for the places."""
    meetings = list(Meeting.objects.partner_meetings_sent().to_contacts().order_by("-start")[:count])
    past = PastAnswer.objects.filter(meeting__in=meetings)
    cells: dict[tuple[int, int], Cell] = {(one.municipality_id, one.meeting_id): one for one in past}
    rows = Invitation.objects.active().sent().to_contacts().filter(meeting__in=meetings)
    for invitation in rows.select_related("seat__fouicontact"):
        assert invitation.seat is not None
        key = (invitation.seat.fouicontact.municipality_id, invitation.meeting_id)
        if key not in cells or invitation.reply == "comes":
            cells[key] = invitation
    places = Municipality.objects.order_by("sort_name")
    return Matrix(meetings, [(place, [cells.get((place.pk, one.pk)) for one in meetings]) for place in places])
