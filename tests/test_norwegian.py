"""No English where people read: every sentence has its Bokmål, and no page anyone can open shows any."""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.extract import extract
from django.utils.translation import trans_real
from django.utils.translation.template import templatize

BASE = Path(__file__).resolve().parent.parent
ROOMS = ("partnership", "municipalities", "brokers", "meetings", "overview")
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip


def sentences() -> set[tuple[str, str | None]]:
    """Every message id in our code and templates, with its context."""
    sources = [(path, path.read_text()) for room in ROOMS for path in (BASE / room).rglob("*.py")]
    for path in (BASE / "templates").rglob("*.*"):
        sources.append((path, templatize(path.read_text())))
    found = set()
    for _path, text in sources:
        for _line, ids, _comments, context in extract(
            "python", io.BytesIO(text.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"}
        ):
            first = ids[0] if isinstance(ids, tuple) else ids
            if first:
                found.add((first, context))
    return found


def test_every_sentence_in_our_code_and_templates_has_its_bokmaal():
    catalogue = trans_real.translation("nb")._catalog
    missing = []
    for text, context in sentences():
        key = f"{context}\x04{text}" if context else text
        if key not in catalogue and (key, 1) not in catalogue:
            missing.append(key)

    assert sorted(missing) == []
