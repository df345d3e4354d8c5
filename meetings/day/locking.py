"""The meeting's one row of the day: whoever changes something of the day has it alone."""

from __future__ import annotations

from meetings.models import Meeting, MeetingDay


def of_day(meeting: Meeting) -> MeetingDay:
    """The row, locked until the transaction ends; made at first use."""
    MeetingDay.objects.get_or_create(meeting=meeting)
    return MeetingDay.objects.select_for_update().get(meeting=meeting)
