"""The outline as Word and PDF, read back."""

from __future__ import annotations

import io
import logging
import sys

import pytest
import weasyprint
from django.test import Client
from django.urls import reverse
from docx import Document
from docx.oxml.ns import qn

from ideas.money import outline_files, outlining
from ideas.money.outline_headings import GROUPS
from municipalities.models import FouiContact
from partnership.common import documents
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def kari():
    return factories.contact("Kari Vik", factories.MunicipalityFactory(name="Frosta", slug="frosta"))


@pytest.fixture
def outline(kari):
    place = FouiContact.objects.get(terms__person=kari).municipality
    outline = outlining.start(idea=factories.idea(place), by=kari)
    goals = outline.sections.get(heading="goals")
    outlining.write(section=goals, text="Trygge netter & færre turer\n\nAndre <b>avsnitt</b>", by=kari)
    return outline


def laid_out(outline) -> str:
    """What the pages hold, line by line, as the library that writes them has laid it out."""
    html = outline_files._html(outline.idea, outline)
    source = weasyprint.HTML(string=html, url_fetcher=documents.fetch, base_url="static:")
    boxes = [box for page in source.render().pages for box in page._page_box.descendants()]
    return "\n".join(box.text for box in boxes if hasattr(box, "text"))


def test_the_pdf_is_dressed_and_says_nothing_in_the_log(outline, caplog):
    html = outline_files._html(outline.idea, outline)

    source = weasyprint.HTML(string=html, url_fetcher=documents.fetch, base_url="static:")
    (title, *_) = [
        box for page in source.render().pages for box in page._page_box.descendants() if box.element_tag == "h1"
    ]

    assert "Inter" in title.style["font_family"]
    assert [one.getMessage() for one in caplog.records if one.levelno >= logging.WARNING] == []


def test_word_holds_title_facts_and_headings_in_order(outline, settings):
    settings.IS_DEMO = True

    document = Document(io.BytesIO(outline_files.docx(outline.idea, outline)))

    styles = [(one.style.name, one.text) for one in document.paragraphs]
    assert styles[0] == ("Title", "Felles nattilsyn med sensorer")
    assert f"Idé {outline.idea.number}, Frosta" in styles[1][1]
    assert "Oppdiktede personer og hendelser" in styles[2][1]
    assert [text for style, text in styles if style == "Heading 1"] == [str(group.title) for group in GROUPS]
    assert [text for style, text in styles if style == "Heading 2"] == [
        str(heading.title) for group in GROUPS for heading in group.headings
    ]
    at = styles.index(("Heading 2", "Hovedmål og delmål"))
    assert [text for _style, text in styles[at + 1 : at + 3]] == [
        "Trygge netter & færre turer",
        "Andre <b>avsnitt</b>",
    ]


def test_word_says_that_it_is_norwegian(outline):
    document = Document(io.BytesIO(outline_files.docx(outline.idea, outline)))

    [language] = document.styles.element.iter(qn("w:lang"))
    assert language.get(qn("w:val")) == document.core_properties.language == "nb-NO"


def test_a_pasted_control_character_breaks_no_file(outline, kari):
    goals = outline.sections.get(heading="goals")
    outlining.write(section=goals, text="For\x0bmål \x1f\ufffe", by=kari)

    assert Document(io.BytesIO(outline_files.docx(outline.idea, outline))).paragraphs
    assert outline_files.pdf(outline.idea, outline).startswith(b"%PDF-")


def test_the_pdf_says_the_same(outline, settings):
    settings.IS_DEMO = True

    text = laid_out(outline)

    for word in (
        "Felles nattilsyn med sensorer", f"Idé {outline.idea.number}, Frosta", "Oppdiktede personer og hendelser",
        "Trygge netter & færre turer", "Andre <b>avsnitt</b>", "Ikke skrevet ennå.", "Spredning",
    ):  # fmt: skip
        assert word in text
    titles = [str(heading.title) for group in GROUPS for heading in group.headings]
    places = [text.index(f"\n{title}\n") for title in titles]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "url",
    ["https://ond.example/x.css", "file:///etc/passwd", "static:../partnership/settings.py", "static:", "data:,x"],
)
def test_the_pdf_fetches_nothing_but_our_own_files(url):
    with pytest.raises(ValueError, match="not a file of our own"):
        documents.own_file(url)


def test_our_own_style_sheet_is_found():
    assert b"@page" in documents.own_file("static:css/outline-document.css")


@pytest.mark.parametrize("error", [ImportError, OSError])
def test_without_the_libraries_of_pdf_a_word_says_so(outline, kari, monkeypatch, error):
    class Refuses:
        def find_spec(self, name, path=None, target=None):
            if name == "weasyprint":
                raise error("cannot load library 'libpango'")

    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Refuses(), *sys.meta_path])
    client = Client()
    client.force_login(kari)

    response = client.get(reverse("ideas:outline_pdf", args=[outline.idea_id]), follow=True)

    assert response.status_code == 200
    assert "Last den ned som Word" in response.content.decode()


@pytest.mark.parametrize(("kind", "begins"), [("docx", b"PK"), ("pdf", b"%PDF")])
def test_the_download_is_a_file_with_the_ideas_number(outline, kari, kind, begins):
    client = Client()
    client.force_login(kari)

    response = client.get(reverse(f"ideas:outline_{kind}", args=[outline.idea_id]))

    assert response.content.startswith(begins)
    assert f"prosjektskisse-{outline.idea.number}.{kind}" in response["Content-Disposition"]
