"""How each of those invited stands: what the board and its spreadsheet say besides the answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from meetings.invitations import waiting_list
from meetings.models import Answer, Attends, Invitation, Meeting, Reply, Source


@dataclass(frozen=True)
class Standing:
    """``place_in_line`` counts from 1 on the waiting list, 0 outside it; ``noted_by``: who wrote the answer down."""

    row: Invitation
    place_in_line: int = 0
    noted_by: str = ""
    instead: str = ""
    brings: list[str] = field(default_factory=list)

    @property
    def ties(self) -> list[str]:
        """«Kommer i stedet for Kari Vik», «Tar med Mari Kolstad»."""
        row = self.row
        found = [_("Instead of %(name)s") % {"name": row.replaces.name}] if row.replaces else []
        found += [_("Together with %(name)s") % {"name": row.brought_by.name}] if row.brought_by else []
        found += [_("%(name)s comes instead") % {"name": self.instead}] if self.instead else []
        return found + ([_("Brings %(names)s") % {"names": ", ".join(self.brings)}] if self.brings else [])

    @property
    def where(self) -> str:
        """In the room or on the screen, for those who come or may come."""
        is_said = self.row.reply in (Reply.COMES, Reply.MAYBE) and self.row.attends != Attends.UNSAID
        return str(self.row.get_attends_display()) if is_said else ""

    @property
    def source(self) -> str:
        if not self.row.reply_source:
            return ""
        by = _("noted by %(name)s") % {"name": self.noted_by}
        return by if self.noted_by else str(self.row.get_reply_source_display())

    @property
    def is_out_of_date(self) -> bool:
        return self.row.answered_other_time and not self.row.meeting.is_cancelled


def of(meeting: Meeting, rows: Iterable[Invitation]) -> list[Standing]:
    """In the order of ``rows``, which are ``with_ties``; at most three queries, whatever their number."""
    found = list(rows)
    line = waiting_list.places_in_line(meeting) if any(row.is_waiting for row in found) else {}
    noted = [row.pk for row in found if row.reply_source == Source.ORGANISER]
    names = _who_noted(noted) if noted else {}
    instead: dict[int, str] = {}
    brings: dict[int, list[str]] = {}
    for other in Invitation.objects.active().sent().filter(meeting=meeting).through_somebody():
        if other.replaces_id:
            instead[other.replaces_id] = other.name
        if other.brought_by_id:
            brings.setdefault(other.brought_by_id, []).append(other.name)
    standings = []
    for row in found:
        row.meeting = meeting
        ties = {"instead": instead.get(row.pk, ""), "brings": brings.get(row.pk, [])}
        standings.append(Standing(row, line.get(row.pk, 0), names.get(row.pk, ""), **ties))  # type: ignore[arg-type]
    return standings


def _who_noted(invitations: list[int]) -> dict[int, str]:
    """Who wrote the newest answer down for somebody, by invitation."""
    chosen = Answer.objects.filter(invitation__in=invitations, source=Source.ORGANISER, by__isnull=False)
    newest = chosen.order_by("invitation", "-at", "-pk").distinct("invitation")
    return dict(newest.values_list("invitation", "by__name"))
