"""Markdown as people write it: what it says is never lost, and nothing but words and links comes of it."""

from __future__ import annotations

import pytest
from docx import Document

from partnership.common import documents, marked


@pytest.mark.parametrize(("text", "shown"), [
    ("# Stor", "<h2>Stor</h2>"),
    ("## Mindre", "<h2>Mindre</h2>"),
    ("Før\n\n---\n\nEtter", "<p>Før</p>\n<hr>\n<p>Etter</p>"),
    ("    kode", "<pre><code>kode\n</code></pre>"),
])  # fmt: skip
def test_headings_rules_and_code_stay(text, shown):
    assert str(marked.html(text)).strip() == shown


def test_a_table_is_a_table_that_can_be_scrolled():
    shown = str(marked.html("|Hvem|Når|\n|-|-:|\n|Kari|1. mai|"))

    assert shown.startswith('<div class="table-wrap"')
    assert "<th>Hvem</th>" in shown
    assert "<td>Kari</td>\n<td>1. mai</td>" in shown


@pytest.mark.parametrize("text", ["<script>a</script>", "[x](javascript:a)", "|a|\n|-|\n|<img src=x onerror=a>|"])
def test_nothing_runs(text):
    shown = str(marked.html(text))

    assert "<script" not in shown
    assert "<img" not in shown
    assert 'href="javascript' not in shown


def test_a_table_in_word_keeps_its_words():
    document = Document()

    documents.add_markdown(document, "# Stor\n\n|Hvem|Når|\n|-|-|\n|Kari|1. mai|")

    assert [(one.style.name, one.text) for one in document.paragraphs] == [("Heading 1", "Stor")]
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["Hvem", "Når"], ["Kari", "1. mai"],
    ]  # fmt: skip
