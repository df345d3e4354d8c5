"""What people write in Markdown, read the same way on pages and in files: headings, lists, tables and links."""

from __future__ import annotations

import nh3
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
_TEXT = {"p", "ul", "ol", "li", "a", "strong", "em", "h2", "h3", "h4", "br", "blockquote", "code", "pre", "hr"}
_TAGS = _TEXT | {"table", "thead", "tbody", "tr", "th", "td"}


def html(text: str) -> SafeString:
    rendered = _markdown.renderer.render(tokens(text), _markdown.options, {})
    cleaned = nh3.clean(rendered, tags=_TAGS, link_rel="noopener nofollow")
    # A wide table scrolls by itself. In what is cleaned a tag stands for itself alone: words have theirs escaped.
    opening = format_html('<div class="table-wrap" role="region" tabindex="0" aria-label="{}">', _("Table"))
    framed = cleaned.replace("<table>", f'{opening}<table class="ds-table">').replace("</table>", "</table></div>")
    return mark_safe(framed)  # noqa: S308 – cleaned above


def tokens(text: str) -> list[Token]:
    """``##`` is the highest heading: the page or file has a title of its own."""
    found = _markdown.parse(text)
    for token in found:
        if token.tag == "h1":
            token.tag = "h2"
    return found
