"""The meeting's one row of the day: whoever changes something of the day has it alone."""

from __future__ import annotations

from meetings.models import Meeting, MeetingDay, WorkGroup


def of_day(meeting: Meeting) -> MeetingDay:
    """The row, locked until the transaction ends; made at first use."""
    MeetingDay.objects.get_or_create(meeting=meeting)
    return MeetingDay.objects.select_for_update().get(meeting=meeting)


def of_groups(meeting: Meeting) -> None:
    """Every group's row: whoever is storing a note is waited for, and the next one waits. After ``of_day``."""
    list(WorkGroup.objects.filter(meeting=meeting).order_by("pk").select_for_update().values_list("pk"))
