"""Municipalities against the last meetings: who was there, and where nobody noted that, who answered what."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from meetings.models import Attendance, Invitation, Meeting, PastAnswer, Reply
from municipalities.models import Municipality
from partnership.common import norwegian


@dataclass(frozen=True)
class Cell:
    """``attendance`` is empty where nobody has noted it: then the answer is all that is known."""

    reply: str
    attendance: str = ""
    is_held: bool = False
    is_past: bool = False

    @property
    def kind(self) -> str:
        """What the tag shows: an attendance, or a reply."""
        return self.attendance or self.reply or "silent"

    @property
    def is_unnoted(self) -> bool:
        """The meeting has been held, and whether they came is not known."""
        return self.is_held and not self.is_past and not self.attendance and self.reply in (Reply.COMES, Reply.MAYBE)

    @property
    def words(self) -> str:
        return {
            Attendance.PRESENT: _("was there"),
            Attendance.NOTICE: _("absent with notice"),
            Attendance.ABSENT: _("away without saying so"),
            Reply.COMES: self._yes(),
            Reply.MAYBE: _("said perhaps") if self.is_held else _("maybe"),
            Reply.DECLINED: _("said no") if self.is_held else _("say no"),
            "silent": _("did not answer") if self.is_held else _("silent"),
        }[self.kind]

    @property
    def in_full(self) -> str:
        """«sa ja, oppmøte ikke notert»."""
        return f"{self.words}, {_('attendance not noted')}" if self.is_unnoted else self.words

    def _yes(self) -> str:
        if self.is_past:
            return _("came or said yes")
        return _("said yes") if self.is_held else _("comes")

    @property
    def _weight(self) -> int:
        order = [Attendance.PRESENT, Reply.COMES, Attendance.NOTICE, Reply.MAYBE, Reply.DECLINED, Attendance.ABSENT]
        return order.index(self.kind) if self.kind in order else len(order)  # type: ignore[arg-type]

    def better(self, other: Cell | None) -> Cell:
        """Of two invited from one municipality: whoever was there speaks for it."""
        return self if other is None or self._weight < other._weight else other


@dataclass(frozen=True)
class Matrix:
    """``rows``: a municipality with one cell (or None, not invited) for every meeting."""

    meetings: list[Meeting]
    rows: list[tuple[Municipality, list[Cell | None]]]

    def as_table(self) -> tuple[list[str], list[list[str]]]:
        """Heading and rows of a spreadsheet, in words."""
        days = [
            norwegian.format_day(norwegian.local(one.start).date(), year=True, weekday=False) for one in self.meetings
        ]
        heading = [_("Municipality"), *(f"{one.title}, {day}" for one, day in zip(self.meetings, days, strict=True))]
        lines = [
            [place.name, *(cell.in_full if cell else _("was not invited") for cell in cells)]
            for place, cells in self.rows
        ]
        return heading, lines


def legend(found: Matrix) -> list[tuple[Cell, str]]:
    """Each tag that stands in it, with what it means."""
    shown = {cell.words for _place, cells in found.rows for cell in cells if cell}
    every = [
        (Cell("", Attendance.PRESENT, is_held=True), _("noted as present")),
        (Cell("", Attendance.NOTICE, is_held=True), _("noted as absent, and had said so")),
        (Cell("", Attendance.ABSENT, is_held=True), _("noted as absent, without having said so")),
        (Cell(Reply.COMES, is_held=True), _("said yes, and nobody noted whether they came")),
        (Cell(Reply.COMES, is_held=True, is_past=True), _("from an imported meeting")),
        (Cell(Reply.MAYBE, is_held=True), _("said perhaps, and nobody noted whether they came")),
        (Cell(Reply.DECLINED, is_held=True), _("had said no")),
        (Cell("", is_held=True), _("had not answered")),
        (Cell(Reply.COMES), _("has said yes to a meeting to come")),
        (Cell(Reply.MAYBE), _("has said perhaps to a meeting to come")),
        (Cell(Reply.DECLINED), _("has said no to a meeting to come")),
        (Cell(Reply.SILENT), _("has not answered yet")),
    ]
    return [(cell, meaning) for cell, meaning in every if cell.words in shown]


def of_last(count: int) -> Matrix:
    """The last partner meetings that contacts were invited to, or municipalities are known to have answered, newest
    first; three queries and one for the places."""
    meetings = list(Meeting.objects.partner_meetings_sent().to_contacts().order_by("-start")[:count])
    held = {one.pk for one in meetings if one.is_over}
    past = PastAnswer.objects.filter(meeting__in=meetings)
    cells: dict[tuple[int, int], Cell] = {
        (one.municipality_id, one.meeting_id): Cell(one.reply, is_held=True, is_past=True) for one in past
    }
    rows = Invitation.objects.active().sent().to_contacts().filter(meeting__in=meetings)
    for invitation in rows.select_related("seat__fouicontact"):
        assert invitation.seat is not None
        key = (invitation.seat.fouicontact.municipality_id, invitation.meeting_id)
        cell = Cell(invitation.reply, invitation.attendance, invitation.meeting_id in held)
        cells[key] = cell.better(cells.get(key))
    places = Municipality.objects.order_by("sort_name")
    return Matrix(meetings, [(place, [cells.get((place.pk, one.pk)) for one in meetings]) for place in places])
