"""Two people changed one text: what both wrote is kept. Pure; a merge in three parts over lines.

As in diff3 (Khanna, Kunal, Pierce: «A Formal Investigation of Diff3», 2007), but a conflict loses neither side: where
both changed the same lines, the one's come after the other's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# A stretch that would take longer to compare than this is one changed block: many equal lines cost the third power.
MOST_LINES = 1000
MOST_STEPS = 4_000_000


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
    """(start, end, lines): these lines stand in place of ``old[start:end]``. Under a second, whatever the lines."""
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    was, now = old[head : len(old) - tail], new[head : len(new) - tail]
    if not was and not now:
        return []
    if not _is_soon_compared(was, now):
        return [(head, head + len(was), list(now))]
    codes = SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    return [(head + i, head + j, list(now[k:m])) for tag, i, j, k, m in codes if tag != "equal"]


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """How many lines the two have in common from the beginning."""
    return next(
        (n for n, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), min(len(old), len(new))
    )


def _is_soon_compared(old: Sequence[str], new: Sequence[str]) -> bool:
    """Each round goes through every pair of equal lines, and there may be a round for every line."""
    if max(len(old), len(new)) > MOST_LINES:
        return False
    here, there = Counter(old), Counter(new)
    pairs = sum(many * there[line] for line, many in here.items())
    return (len(old) + pairs) * min(len(old), len(new)) <= MOST_STEPS


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
    new = _not_said(mine, theirs)
    if not new:
        return list(theirs), False
    if not _not_said(theirs, mine):
        return list(mine), False
    return [*theirs, *new], True


def _not_said(lines: Sequence[str], by: Sequence[str]) -> list[str]:
    """Those of the lines that do not stand ``by`` the other word for word, alone or as part of a longer line."""
    said = "\n".join(f" {line} " for line in by)
    missing = {line for line in set(lines) if line and f" {line} " not in said}
    return [line for line in lines if line in missing]
