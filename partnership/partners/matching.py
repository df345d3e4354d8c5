"""Which calls may suit a need, ranked, in words. Pure: reads what it is given, and asks nobody.

Rules and no score: whoever reads the answer can check each sentence against the call. What is not known is neither
for nor against; a call that nobody has checked for half a year gets no reasons at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, NamedTuple

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnership.common import norwegian
from partnership.partners.conditions import Applicant, Phase
from partnership.partners.reasons import Asked, Reasons

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


class Match(NamedTuple):
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
    prepared = [_Prepared(call, now, today) for call in calls]
    # The rest of the order is the same for every need, and sorting keeps it.
    prepared.sort(key=attrgetter("order"))
    return [_ranked(Asked.of(need), prepared) for need in needs]


def _ranked(asked: Asked, prepared: list[_Prepared]) -> list[Match]:
    found = [one.against(asked) for one in prepared]
    found.sort(key=itemgetter(0))
    return [one for _place, one in found]


_PLACE = {verdict: 1000 * place for place, verdict in enumerate(Verdict)}
_MAY, _HALF = _PLACE[Verdict.MAY_FIT], _PLACE[Verdict.HALF_FITS]
# Where in the list (lower first), and the answer.
_Placed = tuple[int, Match]


class _Prepared:
    """A call in words, or with the one answer that everybody gets."""

    def __init__(self, call: FundingCall, now: dt.datetime, today: dt.date) -> None:
        self.call = call
        self.order = (call.closes or dt.datetime.max.replace(tzinfo=dt.UTC), call.pk)
        self.settled = self._settled(now, today)
        if self.settled is None:
            self.reasons = Reasons.of(call, call.terms, now)
            self.refused: dict[str, _Placed] = {}

    def _settled(self, now: dt.datetime, today: dt.date) -> _Placed | None:
        call = self.call
        if call.closes is not None and call.state_at(now) == call.State.OVER:
            return self._no(_("The deadline was %(moment)s.") % {"moment": norwegian.format_moment(call.closes)})
        # Who may apply is the first thing anybody needs to know.
        if call.is_stale_on(today) or not (call.applicants or call.scheme.applicants):
            return _PLACE[Verdict.CHECK], Match(call, Verdict.CHECK)
        return None

    def _no(self, why: str) -> _Placed:
        return _PLACE[Verdict.NO] + 1, Match(self.call, Verdict.NO, misfits=(why,))

    def against(self, asked: Asked) -> _Placed:
        if self.settled is not None:
            return self.settled
        no = self.reasons.shut_out(asked)
        if no:
            return self.refused.get(no) or self.refused.setdefault(no, self._no(no))
        said = self.reasons.weigh(asked)
        fits, misfits, missing = tuple(said.fits), tuple(said.misfits), tuple(said.missing)
        lacks = len(misfits) + len(missing)
        if misfits:
            return _HALF + lacks, Match(self.call, Verdict.HALF_FITS, fits, misfits, missing)
        return _MAY + lacks, Match(self.call, Verdict.MAY_FIT, fits, misfits, missing)
