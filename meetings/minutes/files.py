"""Minutes as a file for an archive: Word and PDF, with title, date, author and case reference in the file itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from meetings.minutes import publishing
from meetings.models import Meeting, Minutes
from partnership.common import documents, norwegian


@dataclass(frozen=True)
class Content:
    """What both kinds of file say. ``at``: when the text was written, an instant."""

    title: str
    author: str
    case: str
    subject: str
    facts: str
    text: str
    at: dt.datetime
    ribbon: str


def content(minutes: Minutes) -> Content:
    """As it is read: what has not been sent out yet is marked as a draft."""
    meeting, version = minutes.meeting, publishing.newest(minutes)
    day = norwegian.format_day(norwegian.local(meeting.start).date(), year=True, weekday=False)
    case = _("Case %(number)s") % {"number": minutes.case_reference} if minutes.case_reference else ""
    author = ", ".join(filter(None, (minutes.author.name if minutes.author else "", meeting.owner_name)))
    subject = _("Minutes of %(meeting)s, %(day)s") % {"meeting": meeting.title, "day": day}
    facts = [_("Minutes"), day, author, case, _state(minutes, corrected=version.why if version else "")]
    return Content(
        title=meeting.title,
        author=author,
        case=case,
        subject=". ".join(filter(None, [subject, case])),
        facts=". ".join(filter(None, facts)) + ".",
        text=version.text if version else minutes.text,
        at=version.at if version else timezone.now(),
        ribbon=_("Invented persons and events") if settings.IS_DEMO else "",
    )


def _state(minutes: Minutes, *, corrected: str) -> str:
    if minutes.is_published:
        return _("Corrected: %(why)s") % {"why": corrected.rstrip(".")} if corrected else ""
    if minutes.remarks_until and minutes.state == Minutes.State.REMARKS:
        day = norwegian.format_day(minutes.remarks_until, year=True, weekday=False)
        return _("Out for remarks until %(day)s") % {"day": day}
    return _("Draft")


def file_name(meeting: Meeting, kind: str) -> str:
    return f"referat-{norwegian.local(meeting.start):%Y-%m-%d}-{meeting.pk}.{kind}"


def docx(minutes: Minutes) -> bytes:
    with translation.override(minutes.meeting.language):
        said = content(minutes)
        document = documents.new_docx()
        core = document.core_properties
        core.title, core.subject = documents.clean(said.title), documents.clean(said.subject)[:255]
        core.author, core.last_modified_by = documents.clean(said.author)[:255], documents.clean(said.author)[:255]
        core.keywords, core.category = documents.clean(said.case), _("Minutes")
        core.created = core.modified = said.at.astimezone(dt.UTC)
        document.add_heading(documents.clean(said.title), level=0)
        document.add_paragraph(documents.clean(said.facts), style="Subtitle")
        if said.ribbon:
            document.add_paragraph(said.ribbon)
            document.sections[0].header.paragraphs[0].text = said.ribbon
        documents.add_markdown(document, said.text)
        return documents.docx_bytes(document)


def pdf(minutes: Minutes) -> bytes:
    """Raises documents.PdfUnavailable."""
    with translation.override(minutes.meeting.language):
        return documents.pdf(html(minutes))


def html(minutes: Minutes) -> str:
    said = {"said": content(minutes), "language": documents.language()}
    return documents.clean(render_to_string("meetings/minutes_document.html", said))


WRITERS = {"docx": (docx, documents.DOCX), "pdf": (pdf, documents.PDF)}
