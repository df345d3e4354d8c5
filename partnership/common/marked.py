"""What people write in Markdown, read the same way on pages and in files: paragraphs, headings, lists and links."""

from __future__ import annotations

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
_TAGS = {"p", "ul", "ol", "li", "a", "strong", "em", "h2", "h3", "h4", "br", "blockquote", "code"}


def html(text: str) -> SafeString:
    cleaned = nh3.clean(_markdown.render(text), tags=_TAGS, link_rel="noopener nofollow")
    return mark_safe(cleaned)  # noqa: S308 – cleaned on the line above


def tokens(text: str) -> list[Token]:
    return _markdown.parse(text)
