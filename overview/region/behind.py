"""The list behind a number of ideas: what the reader may open of it, and how many that is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ideas.boards import Count
from ideas.models import Idea
from overview.region import snapshot
from overview.region.figures import STAGE_NAMES, STAGES
from partnership.common import keyset, norwegian
from partnership.people.models import User

A_PAGE, MOST = 50, 100
ORDER = ("-received_at", "-pk")


@dataclass(frozen=True)
class IdeasBehind:
    """``total`` is the snapshot's number, ``seen`` is exact up to a hundred."""

    stage: str
    page: keyset.Page[Idea]
    seen: Count
    total: int
    at: dt.datetime

    @property
    def name(self) -> object:
        return STAGE_NAMES.get(self.stage, "")

    @property
    def sentence(self) -> str:
        """«12 av 37 ideer kan du åpne. Resten er kommunenes egne.»"""
        if self.seen.number >= self.total:
            return ngettext("You may open it.", "You may open all %(total)s.", self.total) % {"total": self.total}
        seen = _("more than %(n)s") % {"n": MOST} if self.seen.number > MOST else str(self.seen)
        words = ngettext(
            "%(seen)s of %(total)s idea you may open. The rest are the municipalities' own.",
            "%(seen)s of %(total)s ideas you may open. The rest are the municipalities' own.",
            self.total,
        ) % {"seen": seen, "total": norwegian.format_number(self.total)}
        return words[:1].upper() + words[1:]


def ideas(user: User, stage: str, after: str) -> IdeasBehind:
    """Of one of ``STAGES``, or of all for a word that is none."""
    stage = stage if stage in STAGES else ""
    wanted = STAGES[stage] if stage else [one for stages in STAGES.values() for one in stages]
    parts = [part.in_stages(*wanted) for part in Idea.objects.seen_in_parts(user)]
    page = keyset.page(Idea.objects.with_holder(), order=ORDER, after=after, size=A_PAGE, parts=parts)
    first, *others = [part.order_by(*ORDER).values("pk")[: MOST + 1] for part in parts]
    seen = len(first.union(*others)[: MOST + 1]) if others else len(first)
    kept = snapshot.current()
    sums = {one.key: one.ideas for one in kept.figures.stages}
    return IdeasBehind(stage, page, Count(seen), sums[stage] if stage else kept.figures.ideas, kept.at)
