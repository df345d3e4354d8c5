"""Which lines of the groups' notes have become something already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from meetings.models import Agreement, FollowUp, IdeaProposal, Meeting, NoteField

# By key of the note: (what it became, in words; the text it got).
Marks = Mapping[int, Sequence[tuple[str, str]]]


@dataclass(frozen=True)
class Line:
    """``number``: among all the lines of the note, from 1. ``used``: what it has become, empty when nothing has."""

    note: NoteField
    number: int
    text: str
    used: list[str]


def of_meeting(meeting: Meeting) -> Marks:
    """Three queries."""
    found: dict[int, list[tuple[str, str]]] = {}
    for words, rows in (
        (_("agreed"), Agreement.objects.filter(meeting=meeting)),
        (_("follow-up"), FollowUp.objects.made_in(meeting)),
        (_("idea"), IdeaProposal.objects.filter(meeting=meeting)),
    ):
        for note, text in rows.exclude(note=None).values_list("note", "text"):
            found.setdefault(note, []).append((words, text))
    return found


def lines(note: NoteField, marks: Marks) -> list[Line]:
    """Those with words in them."""
    texts = enumerate(note.text.splitlines(), 1)
    became = marks.get(note.pk, ())
    return [Line(note, number, text, _used(text, became)) for number, text in texts if text.strip()]


def _used(line: str, became: Sequence[tuple[str, str]]) -> list[str]:
    """The line may have been trimmed or added to when it was used."""
    words = _plain(line)
    return [what for what, text in became if words in _plain(text) or _plain(text) in words]


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
