"""An outline as a file, to paste from into a fund's own application form: Word and PDF.

Nothing is fetched from anywhere: the PDF knows only files of our own ``static/``.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ideas.models import Idea, ProjectOutline
from ideas.outlining import Part, parts
from partnership.common import norwegian

if TYPE_CHECKING:
    from docx.document import Document

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
_OWN = "static:"
# Without a kind the library takes a style sheet for plain text, and leaves it out.
_KINDS = {"css": "text/css", "woff2": "font/woff2"}
# What XML cannot hold; a pasted text may have it.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LANGUAGES = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}


class PdfUnavailable(Exception):
    """The machine lacks the libraries that lay out pages (Pango)."""


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
    from docx import Document as new_document

    said = content(idea, outline)
    document = new_document()
    _set_language(document)
    document.core_properties.title = _clean(idea.title)
    document.core_properties.subject = said.facts
    document.core_properties.author = idea.municipality.name
    document.core_properties.comments = ""
    document.core_properties.language = _language()
    document.add_heading(_clean(idea.title), level=0)
    document.add_paragraph(f"{_('Project outline')}. {said.facts}. {said.date}.", style="Subtitle")
    if said.ribbon:
        document.add_paragraph(said.ribbon)
        document.sections[0].header.paragraphs[0].text = said.ribbon
    for part in said.parts:
        document.add_heading(str(part.title), level=1)
        for section in part.sections:
            document.add_heading(str(section.about.title), level=2)
            for paragraph in paragraphs(section.text) or [_("Not written yet.")]:
                document.add_paragraph(_clean(paragraph))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def pdf(idea: Idea, outline: ProjectOutline) -> bytes:
    """Tagged, with headings as bookmarks. Raises PdfUnavailable."""
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        raise PdfUnavailable from error
    source = weasyprint.HTML(string=_html(idea, outline), url_fetcher=_fetch, base_url=_OWN)
    return bytes(source.write_pdf(pdf_variant="pdf/ua-1"))


def _fetch(url: str, *args: Any, **kwargs: Any) -> Any:
    """In place of the library's own, which would go out on the network."""
    from weasyprint.urls import URLFetcherResponse

    kind = _KINDS.get(url.rpartition(".")[2], "application/octet-stream")
    return URLFetcherResponse(url, body=own_file(url), headers={"Content-Type": kind})


def _html(idea: Idea, outline: ProjectOutline) -> str:
    said = {"said": content(idea, outline), "language": _language()}
    return _clean(render_to_string("ideas/outline_document.html", said))


def own_file(url: str) -> bytes:
    """A file of ``static/``, named ``static:css/…``. Raises ValueError for everything else, the network included."""
    name = url.removeprefix(_OWN)
    found = finders.find(name) if url.startswith(_OWN) and name and ".." not in name else None
    if not found:
        raise ValueError(f"not a file of our own: {url[:100]}")
    return Path(found).read_bytes()


def paragraphs(text: str) -> list[str]:
    """A line is a paragraph: what people write in a field has no other marks."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _language() -> str:
    return _LANGUAGES.get(get_language() or "nb", "nb-NO")


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)


def _set_language(document: Document) -> None:
    """For the whole document, in the style everything else is built on."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    language = OxmlElement("w:lang")
    for name in ("w:val", "w:eastAsia"):
        language.set(qn(name), _language())
    defaults.append(language)
