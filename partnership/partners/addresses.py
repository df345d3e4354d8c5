"""Which addresses on the web a Markdown text leads to."""

from __future__ import annotations

from urllib.parse import urlsplit

from partnership.common import marked

LONGEST = 400
MOST = 50


def in_markdown(text: str) -> list[str]:
    """Each once, in the order they stand; of http and https alone, at most ``MOST`` of at most ``LONGEST``."""
    inline = [child for token in marked.tokens(text) for child in token.children or ()]
    links = [str(token.attrs.get("href", "")) for token in inline if token.type == "link_open"]
    return [link for link in dict.fromkeys(links) if _is_on_the_web(link)][:MOST]


def _is_on_the_web(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and len(link) <= LONGEST
