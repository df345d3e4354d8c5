"""A proposal taken back: groups and seats as they were before it, kept as one JSON picture on the meeting's day.

Called by ``composing``, which holds the lock of the meeting's day.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from meetings.groups import laying_out
from meetings.models import GroupMember, Invitation, MeetingDay, WorkGroup
from partnership.partners.models import Theme

# What a proposal writes on a group that stays, and what is lost with one that goes.
WRITTEN = ("title", "theme_id", "is_digital")
ROLES = ("facilitator_id", "note_taker_id")
LOST = (*WRITTEN, *ROLES, "room", "join_url")


def picture(day: MeetingDay, groups: Sequence[WorkGroup]) -> dict[str, Any] | None:
    """None when there were no groups: then there is nothing to go back to."""
    if not groups:
        return None
    rows = GroupMember.objects.filter(group__meeting=day.meeting_id)
    return {
        "size": day.size,
        "groups": [{"number": one.number} | {name: getattr(one, name) for name in LOST} for one in groups],
        "seats": [list(row) for row in rows.values_list("invitation", "group__number", "is_locked")],
    }


def put_back(day: MeetingDay) -> list[GroupMember]:
    """The groups, and the seats to be made anew; groups that came with the proposal go. Raises ValidationError when
    there is nothing to undo, or one of those has written notes."""
    before: dict[str, Any] | None = day.proposal_before
    if not before:
        raise ValidationError(_("There is nothing to undo."))
    rows = {one.number: one for one in WorkGroup.objects.of(day.meeting)}
    was = {one["number"]: one for one in before["groups"]}
    gone = [one for number, one in rows.items() if number not in was]
    if laying_out.with_notes(day.meeting) & {one.pk for one in gone}:
        raise ValidationError(_("Groups have written notes since. Move people instead, so that no notes are lost."))
    laying_out.drop(one.pk for one in gone)
    there = set(Invitation.objects.active().filter(meeting=day.meeting_id).values_list("pk", flat=True))
    themes = set(Theme.objects.values_list("pk", flat=True))
    for number, values in was.items():
        rows[number] = _row(rows.get(number), day, values, there, themes)
    day.size = before["size"]
    return [
        GroupMember(invitation_id=key, group=rows[number], is_locked=is_locked)
        for key, number, is_locked in before["seats"]
        if key in there
    ]


def _row(
    row: WorkGroup | None, day: MeetingDay, values: dict[str, Any], there: set[int], themes: set[int]
) -> WorkGroup:
    names = LOST if row is None else WRITTEN
    row = row or WorkGroup(meeting=day.meeting, number=values["number"])
    for name in names:
        setattr(row, name, values[name])
    if row.theme_id not in themes:
        row.theme_id = None
    for name in ROLES:
        key = getattr(row, name) or values[name]
        setattr(row, name, key if key in there else None)
    row.save()
    return row
