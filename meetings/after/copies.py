"""What an organiser takes along on paper or to a website: who comes, name badges, and a text about the meeting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from meetings.day import attending
from meetings.models import Attends, Invitation, Meeting, Minutes
from meetings.planning import programme
from partnership.common import documents, norwegian

A_SHEET = 10  # two across, five down
LONG_NAME = 22


def participants(meeting: Meeting) -> list[Invitation]:
    """Who comes and has a place, or was there, by name."""
    rows = Invitation.objects.active().sent().filter(meeting=meeting).to_seat()
    return list(rows.with_ties().order_by("sort_name", "pk"))


def walk_ins(meeting: Meeting) -> list[str]:
    """Who came without being invited, by name."""
    return sorted(attending.walk_ins(meeting), key=norwegian.sort_key)


def with_badge(meeting: Meeting) -> list[Invitation]:
    """Those of them who come to the room; nobody where there is none."""
    if not meeting.has_room:
        return []
    return [one for one in participants(meeting) if one.attends != Attends.DIGITAL]


def badges(meeting: Meeting, rows: Sequence[Invitation]) -> bytes:
    """PDF, A4, badges of 90 × 54 mm. Raises ``documents.PdfUnavailable``."""
    return documents.pdf(badges_html(meeting, rows))


def badges_html(meeting: Meeting, rows: Sequence[Invitation]) -> str:
    names = [{"row": one, "is_long": len(one.name) > LONG_NAME} for one in rows]
    said: dict[str, Any] = {
        "meeting": meeting,
        "sheets": [names[first : first + A_SHEET] for first in range(0, len(names), A_SHEET)],
        "language": documents.language(),
        "ribbon": _("Invented persons and events") if settings.IS_DEMO else "",
    }
    return documents.clean(render_to_string("meetings/badges_document.html", said))


def website_text(meeting: Meeting) -> str:
    """Markdown that also reads well as it is. It opens nothing: no link into the meeting, and nobody but those who
    present. The summary stands in it when it is published with the minutes."""
    minutes = Minutes.objects.published().filter(meeting=meeting).first()
    when = meeting.when if meeting.is_retold else norwegian.format_span(meeting.start, meeting.end, year=True)
    facts = (
        (_("When"), when[:1].upper() + when[1:]),
        (_("Where"), meeting.where_exactly),
        (_("Host"), meeting.owner_name),
    )
    parts = [
        _("Invented persons and events") if settings.IS_DEMO else "",
        f"# {meeting.title}",
        "  \n".join(f"**{name}:** {value}" for name, value in facts if value),
        meeting.challenge,
        _heading(_("Summary"), minutes.public_summary if minutes else ""),
        _heading(_("Programme"), "\n".join(_item(entry) for entry in programme.schedule(meeting))),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def _heading(title: str, text: str) -> str:
    return f"## {title}\n\n{text.strip()}" if text.strip() else ""


def _item(entry: programme.Entry) -> str:
    clock = norwegian.format_clock(norwegian.local(entry.start))
    presenter = f" – {entry.presenter}" if entry.presenter else ""
    return f"- {clock} {entry.item.title}{presenter}"
