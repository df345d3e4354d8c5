"""Two versions of minutes, line by line. Pure."""

from __future__ import annotations

import difflib
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """``mark``: «-» stood in the old one alone, «+» in the new one alone."""

    mark: str
    text: str


def lines(old: str, new: str) -> list[Line]:
    """What is different, in order; empty where nothing is."""
    before, after = old.splitlines(), new.splitlines()
    found: list[Line] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            found += [Line("-", text) for text in before[a:b] if text.strip()]
            found += [Line("+", text) for text in after[c:d] if text.strip()]
    return found
