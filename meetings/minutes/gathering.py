"""What is known of a meeting, read for the first draft of its minutes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from django.utils import translation
from django.utils.translation import gettext as _

from meetings.day import attending
from meetings.minutes import drafting
from meetings.minutes.drafting import Facts, GroupNotes, Item, Task
from meetings.models import Agreement, Attendance, FollowUp, Invitation, Meeting, NoteField, Reply
from meetings.planning import programme
from partnership.common import norwegian

T = TypeVar("T")


def draft(meeting: Meeting) -> str:
    """In the meeting's own language. Seven queries."""
    with translation.override(meeting.language):
        return drafting.draft(facts(meeting))


def facts(meeting: Meeting) -> Facts:
    people = list(Invitation.objects.active().sent().filter(meeting=meeting))
    # Of whom nothing is noted, and who said neither yes nor no or got no place, nobody knows that they were away.
    known = [one for one in people if one.attendance or one.has_place or one.reply == Reply.DECLINED]
    there: dict[str, list[str]] = defaultdict(list)
    for one in known:
        there[attending.suggested(one)].append(str(one))
    agreed, tasks = _agreed(meeting), _tasks(meeting)
    entries = programme.schedule(meeting)
    pks = {entry.item.pk for entry in entries}
    items = [
        Item(entry.item.title, entry.presenter, agreed[entry.item.pk], tasks[entry.item.pk])
        for entry in entries
        if not entry.item.is_break or agreed[entry.item.pk] or tasks[entry.item.pk]
    ]
    return Facts(
        when=meeting.when,
        where=meeting.where_exactly if meeting.where_is_known else "",
        host="" if meeting.is_retold else meeting.host.name,
        present=[*there[Attendance.PRESENT], *attending.walk_ins(meeting)],
        notice=there[Attendance.NOTICE],
        absent=there[Attendance.ABSENT],
        is_noted=any(one.attendance for one in known),
        items=items,
        whole=Item(_("The whole meeting"), "", _other(agreed, pks), _other(tasks, pks)),
        groups=_groups(meeting),
    )


def _agreed(meeting: Meeting) -> defaultdict[int, list[str]]:
    found = defaultdict[int, list[str]](list)
    for one in Agreement.objects.of(meeting):
        found[one.item_id or 0].append(one.text)
    return found


def _tasks(meeting: Meeting) -> defaultdict[int, list[Task]]:
    """As they were made there: one that has been moved on since was agreed here all the same."""
    found = defaultdict[int, list[Task]](list)
    for one in FollowUp.objects.made_in(meeting):
        due = norwegian.format_day(one.due, year=True, weekday=False)
        found[one.item_id or 0].append(Task(one.text, one.whose, due))
    return found


def _other(by_item: dict[int, list[T]], pks: Iterable[int]) -> list[T]:
    return [one for pk, rows in by_item.items() if pk not in pks for one in rows]


def _groups(meeting: Meeting) -> list[GroupNotes]:
    found: dict[int, tuple[str, list[tuple[str, str]]]] = {}
    notes = NoteField.objects.of(meeting).written().in_order_of_groups()
    for one in notes:
        _name, answers = found.setdefault(one.group_id, (one.group.name, []))
        answers.append((one.question.text if one.question else meeting.challenge or _("Notes"), one.text))
    return [GroupNotes(name, answers) for name, answers in found.values()]
