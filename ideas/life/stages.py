"""Where an idea is in its life, and from where it may go where: one table, no database.

Research is one road among several. Forward steps need nothing but a next date; a step back needs a reason; the side
exits need what ``Step`` says. KS, «Veikart for tjenesteinnovasjon»: the road is not straight, steps back are normal.
"""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    RECEIVED = "received", _("received")
    CLARIFYING = "clarifying", _("being clarified")
    TRYING = "trying", _("tried locally")
    IN_LINE = "in_line", _("taken in the line")
    BROKERING = "brokering", _("with a competence broker")
    OUTLINE = "outline", _("outline is written")
    APPLIED = "applied", _("application sent")
    FUNDED = "funded", _("funded")
    REJECTED = "rejected", _("rejected")
    UNDER_WAY = "under_way", _("under way")
    IN_USE = "in_use", _("in use")
    SHARED = "shared", _("shared")
    PAUSED = "paused", _("on hold")
    ENDED = "ended", _("ended")
    PASSED_ON = "passed_on", _("passed on to another municipality")
    MERGED = "merged", _("merged with another idea")
    WITHDRAWN = "withdrawn", _("withdrawn by the sender")


class Step(StrEnum):
    """What a move is, and so what it asks for."""

    FORWARD = "forward"  # a next date
    BACK = "back"  # a next date and a reason
    PAUSE = "pause"  # a date to take it up again, and a reason
    RESUME = "resume"  # a next date; only to the stage it was paused in
    REOPEN = "reopen"  # a next date and a reason
    END = "end"  # a reason
    PASS_ON = "pass_on"  # noqa: S105 – no password; by ``ideas.together.passing_on`` alone: another municipality has accepted it
    MERGE = "merge"  # by ``ideas.together.merging`` alone
    WITHDRAW = "withdraw"  # by the sender alone


S = Stage
_FORWARD: dict[Stage, tuple[Stage, ...]] = {
    S.RECEIVED: (S.CLARIFYING, S.TRYING, S.IN_LINE, S.BROKERING),
    S.CLARIFYING: (S.TRYING, S.IN_LINE, S.BROKERING),
    S.TRYING: (S.IN_LINE, S.BROKERING, S.IN_USE),
    S.IN_LINE: (S.TRYING, S.BROKERING, S.IN_USE),
    S.BROKERING: (S.TRYING, S.IN_LINE, S.OUTLINE),
    S.OUTLINE: (S.APPLIED,),
    S.APPLIED: (S.FUNDED, S.REJECTED),
    S.FUNDED: (S.UNDER_WAY,),
    S.REJECTED: (S.TRYING, S.IN_LINE),
    S.UNDER_WAY: (S.IN_USE,),
    S.IN_USE: (S.SHARED,),
}
_BACK: dict[Stage, tuple[Stage, ...]] = {
    S.TRYING: (S.CLARIFYING,),
    S.IN_LINE: (S.CLARIFYING,),
    S.BROKERING: (S.CLARIFYING,),
    S.OUTLINE: (S.CLARIFYING, S.TRYING, S.IN_LINE, S.BROKERING),
    S.APPLIED: (S.BROKERING, S.OUTLINE),
    S.FUNDED: (S.APPLIED,),
    S.REJECTED: (S.CLARIFYING, S.BROKERING, S.OUTLINE, S.APPLIED),
    S.UNDER_WAY: (S.CLARIFYING, S.TRYING, S.FUNDED),
    S.IN_USE: (S.CLARIFYING, S.TRYING, S.IN_LINE, S.UNDER_WAY),
    S.SHARED: (S.IN_USE,),
}
# What somebody works on: it has a holder and a next date.
OPEN = (
    S.RECEIVED, S.CLARIFYING, S.TRYING, S.IN_LINE, S.BROKERING, S.OUTLINE, S.APPLIED, S.FUNDED, S.REJECTED,
    S.UNDER_WAY, S.IN_USE, S.PAUSED,
)  # fmt: skip
CLOSED = tuple(stage for stage in Stage if stage not in OPEN)
# Where a broker who has taken the case works on it. Elsewhere only while it lies with the broker.
WITH_BROKER = (S.BROKERING, S.OUTLINE, S.APPLIED, S.FUNDED, S.REJECTED, S.UNDER_WAY)
# Where money is looked for, and calls are shown.
LOOKS_FOR_MONEY = (S.RECEIVED, S.CLARIFYING, S.TRYING, S.IN_LINE, S.BROKERING, S.OUTLINE, S.REJECTED)
# The municipality's own work again: what lay with a broker lies with its contact.
WITHOUT_BROKER = (S.FUNDED, S.UNDER_WAY, S.IN_USE)
# An idea until it has its money.
PROJECT = (S.FUNDED, S.UNDER_WAY)
# A result that may be read by others and applauded.
RESULTS = (S.IN_USE, S.SHARED, S.ENDED)
_SIDE = {S.PAUSED: Step.PAUSE, S.ENDED: Step.END, S.PASSED_ON: Step.PASS_ON, S.MERGED: Step.MERGE}
# What the contact chooses by hand; the other steps are made by a verb of their own.
BY_HAND = {Step.FORWARD, Step.BACK, Step.PAUSE, Step.RESUME, Step.REOPEN, Step.END}
WANTS_REASON = {Step.BACK, Step.PAUSE, Step.REOPEN, Step.END}


def _table() -> dict[tuple[Stage, Stage], Step]:
    found = {(old, new): Step.FORWARD for old, news in _FORWARD.items() for new in news}
    found |= {(old, new): Step.BACK for old, news in _BACK.items() for new in news}
    for old in OPEN:
        found |= {(old, new): step for new, step in _SIDE.items() if old != new}
        found[old, S.WITHDRAWN] = Step.WITHDRAW
    found |= {(S.PAUSED, new): Step.RESUME for new in OPEN if new != S.PAUSED}
    found[S.ENDED, S.CLARIFYING] = Step.REOPEN
    return found


TABLE = _table()


def step(old: str, new: str) -> Step | None:
    """What the move would be; None when there is no such move."""
    return TABLE.get((Stage(old), Stage(new)))


def choices(old: str, paused_in: str = "") -> list[tuple[Stage, Step]]:
    """Where an idea may be moved by hand, in the order of ``Stage``; ``paused_in``: the stage it was paused in."""
    found = [(new, TABLE[old_new]) for new in Stage if (old_new := (Stage(old), new)) in TABLE]
    return [(new, kind) for new, kind in found if kind in BY_HAND and (kind != Step.RESUME or new == paused_in)]
