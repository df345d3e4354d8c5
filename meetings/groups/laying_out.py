"""Which groups there are: as many as are wanted, those that must be kept among them, and none that stays empty.

Called by ``composing``, which holds the lock of the meeting's day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from django.utils.translation import gettext as _

from meetings.day import following
from meetings.day.locking import of_groups
from meetings.groups.arranging import Circle, Person
from meetings.models import Meeting, NoteField, WorkGroup
from partnership.partners.models import Theme


def everybody() -> str:
    """The name of the one group where all sit."""
    return _("Everybody together")


def with_notes(meeting: Meeting) -> set[int]:
    """Keys of the groups that have written something, and none of them writes until the transaction ends."""
    of_groups(meeting)
    return set(NoteField.objects.of(meeting).written().values_list("group", flat=True))


def make(
    meeting: Meeting, old: Sequence[WorkGroup], wanted: Sequence[Circle], kept: Collection[int] = ()
) -> list[WorkGroup]:
    """The rows for these. The kept ones, by key, are as they were and stand for a wanted one each; the others follow
    in order, so that rooms and names written on group 3 stay with group 3."""
    themes = {theme.name: theme for theme in Theme.objects.all()}
    stay, free = [one for one in old if one.pk in kept], [one for one in old if one.pk not in kept]
    taken = {one.number for one in old}
    for circle in _not_there(wanted, stay):
        row = free.pop(0) if free else WorkGroup(meeting=meeting, number=_first_free(taken))
        row.theme, row.is_digital = themes.get(circle.theme), circle.is_digital
        row.title = "" if row.title == everybody() else row.title
        row.save()
        taken.add(row.number)
    drop(one.pk for one in free)
    return list(WorkGroup.objects.of(meeting))


def with_every_mode(meeting: Meeting, groups: list[WorkGroup], people: Iterable[Person]) -> list[WorkGroup]:
    """A group more where somebody takes part in a way that no group does; where all do, the groups change."""
    if len(groups) == 1 and groups[0].title:
        return groups
    modes = {one.is_digital for one in people}
    for is_digital in modes - {one.is_digital for one in groups}:
        if modes == {is_digital}:
            WorkGroup.objects.of(meeting).update(is_digital=is_digital)
            return list(WorkGroup.objects.of(meeting))
        number = max((one.number for one in groups), default=0) + 1
        groups = [*groups, WorkGroup.objects.create(meeting=meeting, number=number, is_digital=is_digital)]
    return groups


def drop(pks: Iterable[int]) -> None:
    """By key. Whoever has the sheet of one open is told where they sit now."""
    gone = list(pks)
    WorkGroup.objects.filter(pk__in=gone).delete()
    for pk in gone:
        following.touch_sheet(pk)


def drop_empty(meeting: Meeting) -> None:
    empty = WorkGroup.objects.filter(meeting=meeting, members=None).exclude(pk__in=with_notes(meeting))
    drop(empty.values_list("pk", flat=True))


def _not_there(wanted: Sequence[Circle], stay: Sequence[WorkGroup]) -> list[Circle]:
    """The wanted ones that no group stands for: the same theme first, then any that meets in the same way."""
    left = list(wanted)
    for row in stay:
        alike = [one for one in left if one.is_digital == row.is_digital]
        if alike:
            theme = row.theme.name if row.theme else ""
            left.remove(next((one for one in alike if one.theme == theme), alike[-1]))
    return left


def _first_free(taken: Collection[int]) -> int:
    return next(number for number in range(1, len(taken) + 2) if number not in taken)
