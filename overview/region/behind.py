"""The list behind a number of ideas: what the reader may open of it, and how many that is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ideas.lists.boards import Count
from ideas.models import Idea
from overview.region import snapshot
from overview.region.figures import STAGE_NAMES, STAGES, Figures
from partnership.common import keyset, norwegian
from partnership.people.models import User

A_PAGE, MOST = 50, 100
ORDER = ("-received_at", "-pk")


@dataclass(frozen=True)
class IdeasBehind:
    """``total`` is the snapshot's number, ``seen`` is exact up to a hundred. ``shared``: of those that municipalities
    show the partnership alone."""

    stage: str
    shared: bool
    page: keyset.Page[Idea]
    seen: Count
    total: int
    at: dt.datetime

    @property
    def name(self) -> object:
        return STAGE_NAMES.get(self.stage, "")

    def address(self, **other: str) -> str:
        """The query of the list with ``other`` fields."""
        own = {"kolonne": self.stage, "delt": "ja" if self.shared else ""} | other
        return "?" + urlencode({name: value for name, value in own.items() if value})

    @property
    def next_url(self) -> str:
        return self.address(etter=self.page.next_after) if self.page.next_after else ""

    @property
    def stages(self) -> list[tuple[str, object, bool]]:
        """Address, name and whether it is the one shown: all of them first."""
        named = [
            ("", _("All"), not self.stage),
            *((key, name, key == self.stage) for key, name in STAGE_NAMES.items()),
        ]
        return [(self.address(kolonne=key), name, is_this) for key, name, is_this in named]

    @property
    def sentence(self) -> str:
        """«12 av 37 ideer kan du åpne. Resten er kommunenes egne.» Empty where there is none.

        Nothing is said about the rest of shared ones: they were taken back since the snapshot, or reach others. Nor
        where the reader may open more than are counted: there may be no rest.
        """
        if not self.total:
            return ""
        if self.seen.number >= self.total:
            return ngettext("You may open it.", "You may open all %(total)s.", self.total) % {"total": self.total}
        seen = _("more than %(n)s") % {"n": MOST} if self.seen.number > MOST else str(self.seen)
        words = ngettext(
            "%(seen)s of %(total)s idea you may open.", "%(seen)s of %(total)s ideas you may open.", self.total
        ) % {"seen": seen, "total": norwegian.format_number(self.total)}
        rest = "" if self.shared or self.seen.number > MOST else _("The rest are the municipalities' own.")
        return f"{words[:1].upper()}{words[1:]} {rest}".strip()


def ideas(user: User, stage: str, after: str, *, shared: bool = False) -> IdeasBehind:
    """Of one of ``STAGES``, or of all for a word that is none."""
    stage = stage if stage in STAGES else ""
    wanted = STAGES[stage] if stage else [one for stages in STAGES.values() for one in stages]
    parts = [part.in_stages(*wanted) for part in Idea.objects.seen_in_parts(user)]
    if shared:
        parts = [part.shown_to_partnership() for part in parts]
    page = keyset.page(Idea.objects.with_holder(), order=ORDER, after=after, size=A_PAGE, parts=parts)
    first, *others = [part.order_by(*ORDER).values("pk")[: MOST + 1] for part in parts]
    seen = len(first.union(*others)[: MOST + 1]) if others else len(first)
    kept = snapshot.current()
    return IdeasBehind(stage, shared, page, Count(seen), _total(kept.figures, stage, shared=shared), kept.at)


def _total(figures: Figures, stage: str, *, shared: bool) -> int:
    if shared:
        return figures.shared_in(stage) if stage else figures.shared_ideas
    return next(one.ideas for one in figures.stages if one.key == stage) if stage else figures.ideas
