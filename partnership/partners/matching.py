"""Which calls may suit a need, ranked, in words. Pure: reads what it is given, and asks nobody.

Rules and no score: whoever reads the answer can check each sentence against the call. What is not known is neither
for nor against; a call that nobody has checked for half a year gets no reasons at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnership.common import norwegian
from partnership.partners.conditions import Applicant, Phase
from partnership.partners.reasons import Reasons

if TYPE_CHECKING:
    from partnership.partners.models import FundingCall


@dataclass(frozen=True)
class Need:
    """What is looked for money for. ``themes``: slugs; ``amount``: kroner; ``start``: the day (Oslo) it should begin.

    None, and no themes, is «not said». ``research_organisations``: how many are with them.
    """

    applicant: Applicant
    is_rural: bool | None = None
    phase: Phase | None = None
    themes: frozenset[str] = frozenset()
    amount: int | None = None
    wants_research: bool | None = None
    research_organisations: int = 0
    had_broker_dialogue: bool = False
    start: dt.date | None = None


class Verdict(models.TextChoices):
    """In the order of a list."""

    MAY_FIT = "may_fit", gettext_lazy("May fit. Check the call.")
    HALF_FITS = "half_fits", gettext_lazy("Does not quite fit")
    CHECK = "check", gettext_lazy("Must be checked")
    NO = "no", gettext_lazy("Does not fit")


RANK = {verdict: place for place, verdict in enumerate(Verdict)}


@dataclass(frozen=True, slots=True)
class Match:
    """Whole sentences under three headings. «Must be checked» has none: the portal knows too little to say."""

    call: FundingCall
    verdict: Verdict
    fits: tuple[str, ...] = ()
    misfits: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def match(need: Need, calls: Iterable[FundingCall], now: dt.datetime) -> list[Match]:
    """Every call with a verdict, the best first. ``calls``: from ``FundingCall.objects.with_terms()``."""
    return match_all([need], calls, now)[0]


def match_all(needs: Sequence[Need], calls: Iterable[FundingCall], now: dt.datetime) -> list[list[Match]]:
    """The same for many needs, in their order: what a call says is read and put into words once."""
    today = norwegian.local(now).date()
    prepared = [_Prepared.of(call, now, today) for call in calls]
    # The rest of the order is the same for every need, and sorting keeps it.
    prepared.sort(key=attrgetter("order"))
    return [_ranked([one.against(need) for one in prepared]) for need in needs]


def _ranked(found: list[Match]) -> list[Match]:
    found.sort(key=lambda one: (RANK[one.verdict], len(one.misfits) + len(one.missing)))
    return found


@dataclass(frozen=True, slots=True)
class _Prepared:
    call: FundingCall
    reasons: Reasons | None
    settled: Match | None
    order: tuple[dt.datetime, int]

    @classmethod
    def of(cls, call: FundingCall, now: dt.datetime, today: dt.date) -> _Prepared:
        """``settled``: the same for everybody, whatever they need."""
        order = (call.closes or dt.datetime.max.replace(tzinfo=dt.UTC), call.pk)
        if call.closes is not None and call.state_at(now) == call.State.OVER:
            over = _("The deadline was %(moment)s.") % {"moment": norwegian.format_moment(call.closes)}
            return cls(call, None, Match(call, Verdict.NO, misfits=(over,)), order)
        terms = call.terms
        # Who may apply is the first thing anybody needs to know.
        if call.is_stale_on(today) or not terms.applicants:
            return cls(call, None, Match(call, Verdict.CHECK), order)
        return cls(call, Reasons.of(call, terms, now), None, order)

    def against(self, need: Need) -> Match:
        if self.settled is not None or self.reasons is None:
            return self.settled or Match(self.call, Verdict.CHECK)
        said = self.reasons
        no = said.shut_out(need)
        if no:
            return Match(self.call, Verdict.NO, misfits=no)
        weighed = said.weigh(need)
        verdict = Verdict.HALF_FITS if weighed.misfits else Verdict.MAY_FIT
        return Match(self.call, verdict, tuple(weighed.fits), tuple(weighed.misfits), tuple(weighed.missing))
