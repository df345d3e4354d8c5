"""Two people changed one text: what both wrote is kept. Pure; a merge in three parts over lines.

As in diff3 (Khanna, Kunal, Pierce: «A Formal Investigation of Diff3», 2007), but a conflict loses neither side: where
both changed the same lines, the one's come after the other's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class Merged:
    """``keeps_both``: the same lines were changed by both, and stand one after the other."""

    text: str
    keeps_both: bool = False


def merge(base: str, mine: str, theirs: str) -> Merged:
    """``base`` is what I began from, ``theirs`` what has been saved since."""
    if mine in (theirs, base):
        return Merged(theirs)
    if theirs == base:
        return Merged(mine)
    old = base.split("\n")
    ours, other = _changes(old, mine.split("\n")), _changes(old, theirs.split("\n"))
    found: list[str] = []
    both, at = False, 0
    for start, end in _regions([*ours, *other]):
        found += old[at:start]
        my_lines, their_lines = _side(old, ours, start, end), _side(old, other, start, end)
        lines, is_both = _choose(old[start:end], my_lines, their_lines)
        found += lines
        both, at = both or is_both, end
    found += old[at:]
    return Merged("\n".join(found), both)


Change = tuple[int, int, list[str]]


def _changes(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """(start, end, lines): these lines stand in place of ``old[start:end]``."""
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(i, j, list(new[k:m])) for tag, i, j, k, m in codes if tag != "equal"]


def _regions(changes: Sequence[Change]) -> Iterator[tuple[int, int]]:
    """Stretches of the old text that are changed; those that touch or overlap are one."""
    start = end = -1
    for first, last, _lines in sorted(changes, key=lambda change: change[:2]):
        if start >= 0 and first <= end:
            end = max(end, last)
            continue
        if start >= 0:
            yield start, end
        start, end = first, last
    if start >= 0:
        yield start, end


def _side(old: Sequence[str], changes: Sequence[Change], start: int, end: int) -> list[str]:
    """The stretch as one of the two has it."""
    found: list[str] = []
    at = start
    for first, last, lines in changes:
        if start <= first and last <= end:
            found += [*old[at:first], *lines]
            at = last
    return found + list(old[at:end])


def _choose(old: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> tuple[list[str], bool]:
    if list(mine) == list(old):
        return list(theirs), False
    if list(theirs) == list(old):
        return list(mine), False
    # What the other has in full already, such as a save that is sent twice, is not said again.
    new = [line for line in mine if line and not _is_said(line, theirs)]
    if not new:
        return list(theirs), False
    missing = [line for line in theirs if line and not _is_said(line, mine)]
    if not missing:
        return list(mine), False
    return [*theirs, *new], True


def _is_said(line: str, lines: Sequence[str]) -> bool:
    """Word for word, alone or as part of a longer line."""
    return any(f" {line} " in f" {other} " for other in lines)
