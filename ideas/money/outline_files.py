"""An outline as a file, to paste from into a fund's own application form: Word and PDF."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from ideas.models import Idea, ProjectOutline
from ideas.money.outlining import Part, parts
from partnership.common import documents, norwegian


@dataclass(frozen=True)
class Content:
    """What both kinds of file say, in their order."""

    idea: Idea
    parts: list[Part]
    facts: str
    date: str
    ribbon: str


def content(idea: Idea, outline: ProjectOutline) -> Content:
    facts = _("Idea %(number)s, %(place)s") % {"number": idea.number, "place": idea.municipality.name}
    date = norwegian.format_day(norwegian.today(), year=True, weekday=False)
    ribbon = _("Invented persons and events") if settings.IS_DEMO else ""
    return Content(idea, parts(outline), facts, date, ribbon)


def file_name(idea: Idea, ending: str) -> str:
    return f"prosjektskisse-{idea.number}.{ending}"


def docx(idea: Idea, outline: ProjectOutline) -> bytes:
    """Real heading styles in Norwegian, so that Word's outline, spelling and screen readers work."""
    said = content(idea, outline)
    document = documents.new_docx()
    document.core_properties.title = documents.clean(idea.title)
    document.core_properties.subject = said.facts
    document.core_properties.author = idea.municipality.name
    document.add_heading(documents.clean(idea.title), level=0)
    document.add_paragraph(f"{_('Project outline')}. {said.facts}. {said.date}.", style="Subtitle")
    if said.ribbon:
        document.add_paragraph(said.ribbon)
        document.sections[0].header.paragraphs[0].text = said.ribbon
    for part in said.parts:
        document.add_heading(str(part.title), level=1)
        for section in part.sections:
            document.add_heading(str(section.about.title), level=2)
            for paragraph in paragraphs(section.text) or [_("Not written yet.")]:
                document.add_paragraph(documents.clean(paragraph))
    return documents.docx_bytes(document)


def pdf(idea: Idea, outline: ProjectOutline) -> bytes:
    """Raises documents.PdfUnavailable."""
    return documents.pdf(_html(idea, outline))


def _html(idea: Idea, outline: ProjectOutline) -> str:
    said = {"said": content(idea, outline), "language": documents.language()}
    return documents.clean(render_to_string("ideas/outline_document.html", said))


def paragraphs(text: str) -> list[str]:
    """A line is a paragraph: what people write in a field has no other marks."""
    return [line.strip() for line in text.splitlines() if line.strip()]
