"""Text as a file to keep or send on: Word and PDF, in the reader's language.

Nothing is fetched from anywhere: a PDF knows only files of our own ``static/``.
"""

from __future__ import annotations

import io
import mimetypes
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.contrib.staticfiles import finders
from django.utils.translation import get_language

from partnership.common import marked

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph
    from markdown_it.token import Token

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
_OWN = "static:"
# What XML cannot hold; a pasted text may have it.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LANGUAGES = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}


class PdfUnavailable(Exception):
    """The machine lacks the libraries that lay out pages (Pango)."""


def new_docx() -> Document:
    """Empty, with the language set: Word's spelling and screen readers need it."""
    from docx import Document as new_document

    document: Document = new_document()
    _set_language(document)
    document.core_properties.comments = ""
    document.core_properties.language = language()
    return document


def docx_bytes(document: Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def add_markdown(document: Document, text: str) -> None:
    """With Word's own styles of headings, lists and tables; ``##`` is the highest heading, below the title."""
    lists: list[str] = []
    style, number = "", ""
    found = iter(marked.tokens(clean(text)))
    for token in found:
        if token.type == "table_open":
            _add_table(document, found)
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append("List Bullet" if token.type.startswith("bullet") else "List")
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            number = f"{token.info}. " if token.info else ""
        elif token.type.startswith("heading_"):
            style = f"Heading {int(token.tag[1]) - 1}" if token.nesting > 0 else ""
        elif token.type == "inline":
            _add_runs(document.add_paragraph(number, style=style or _of_list(lists)), token.children or [])
            number = ""
        elif token.content:
            document.add_paragraph(token.content.rstrip())


def _add_table(document: Document, found: Iterator[Token]) -> None:
    """Takes what belongs to it; every row has as many cells as the heading."""
    rows: list[list[Token]] = []
    for token in found:
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(token)
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, token in zip(row.cells, cells, strict=True):
            _add_runs(cell.paragraphs[0], token.children or [])


def _of_list(lists: list[str]) -> str:
    """Word has three levels of each."""
    if not lists:
        return "Normal"
    level = min(len(lists), 3)
    return f"{lists[-1]} {level}" if level > 1 else lists[-1]


def _add_runs(paragraph: Paragraph, children: list[Token]) -> None:
    bold = italic = False
    address = ""
    for child in children:
        if child.type.startswith("strong_"):
            bold = child.nesting > 0
        elif child.type.startswith("em_"):
            italic = child.nesting > 0
        elif child.type == "link_open":
            address = str(child.attrs.get("href", ""))
        elif child.type == "link_close":
            if address not in paragraph.text:
                paragraph.add_run(f" ({address})")
        elif child.type == "hardbreak":
            paragraph.add_run().add_break()
        else:
            run = paragraph.add_run(" " if child.type == "softbreak" else child.content)
            run.bold, run.italic = bold or None, italic or None


def pdf(html: str) -> bytes:
    """PDF/A-2a (ISO 19005-2, level A): what archives keep, tagged for screen readers, with headings as bookmarks.
    ``<meta>`` gives the file's metadata. Raises PdfUnavailable."""
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        raise PdfUnavailable from error
    source = weasyprint.HTML(string=html, url_fetcher=fetch, base_url=_OWN)
    return bytes(source.write_pdf(pdf_variant="pdf/a-2a"))


def fetch(url: str, *args: Any, **kwargs: Any) -> Any:
    """In place of the library's own, which would go out on the network."""
    from weasyprint.urls import URLFetcherResponse

    # Without a type a style sheet is taken for plain text, and not used.
    kind = mimetypes.guess_type(url.removeprefix(_OWN))[0] or "application/octet-stream"
    return URLFetcherResponse(url, body=own_file(url), headers={"Content-Type": kind})


def own_file(url: str) -> bytes:
    """A file of ``static/``, named ``static:css/…``. Raises ValueError for everything else, the network included."""
    name = url.removeprefix(_OWN)
    found = finders.find(name) if url.startswith(_OWN) and name and ".." not in name else None
    if not found:
        raise ValueError(f"not a file of our own: {url[:100]}")
    return Path(found).read_bytes()


def language() -> str:
    return _LANGUAGES.get(get_language() or "nb", "nb-NO")


def clean(text: str) -> str:
    """Without what XML cannot hold."""
    return _NOT_XML.sub("", text)


def _set_language(document: Document) -> None:
    """For the whole document, in the style everything else is built on."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    own = OxmlElement("w:lang")
    for name in ("w:val", "w:eastAsia"):
        own.set(qn(name), language())
    defaults.append(own)
