"""The sentences a call can be answered with, put into words once a call and picked for each need."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from partnership.common import norwegian
from partnership.partners.conditions import Applicant, said_of_amounts
from partnership.partners.terms_of_call import Terms

if TYPE_CHECKING:
    from partnership.partners.matching import Need
    from partnership.partners.models import FundingCall


def _may_apply() -> dict[str, str]:
    return {
        Applicant.MUNICIPALITY.value: _("Municipalities may apply."),
        Applicant.COUNTY.value: _("County authorities may apply."),
        Applicant.COMPANY.value: _("Companies may apply."),
        Applicant.STUDENT.value: _("Students may apply."),
        Applicant.STATE.value: _("State bodies may apply."),
        Applicant.RESEARCH.value: _("Research organisations may apply."),
        Applicant.CONSORTIUM.value: _("Consortia may apply."),
        Applicant.NONPROFIT.value: _("Non-profit organisations may apply."),
    }


class Weighed:
    __slots__ = ("fits", "misfits", "missing")

    def __init__(self) -> None:
        self.fits: list[str] = []
        self.misfits: list[str] = []
        self.missing: list[str] = []


@dataclass(frozen=True, slots=True)
class Asked:
    """A need with its choices as plain text: an enum counts its hash anew each time, two hundred thousand times."""

    need: Need
    applicant: str
    is_municipality: bool
    phase: str

    @classmethod
    def of(cls, need: Need) -> Asked:
        applicant = str(need.applicant.value)
        phase = str(need.phase.value) if need.phase else ""
        return cls(need, applicant, applicant == Applicant.MUNICIPALITY.value, phase)


@dataclass(frozen=True)
class Reasons:
    """In the reader's language. ``None`` where the call says nothing of the matter."""

    terms: Terms
    may_apply: dict[str, str]  # those who may, by kind
    only_these: str
    part_only: str
    rural: tuple[str, str, str] | None
    phase: tuple[dict[str, str], str] | None
    themes: _Themes | None
    amount: tuple[str, str, str, str] | None
    research: tuple[str, str, str] | None
    no_research: str
    broker: tuple[str, str] | None
    closes_on: dt.date | None
    starts_early: str
    always_missing: tuple[str, ...]

    @classmethod
    def of(cls, call: FundingCall, terms: Terms, now: dt.datetime) -> Reasons:
        """``now``: an aware instant; whether the call has opened is read by it."""
        return cls(
            terms=terms,
            may_apply={kind: said for kind, said in _may_apply().items() if kind in terms.applicants},
            only_these=_("Only these may apply: %(who)s.") % {"who": _listed(terms.applicant_names)},
            part_only=_("A municipality cannot apply itself, but it can take part."),
            rural=_rural() if terms.only_rural else None,
            phase=_phases(terms) if terms.phases else None,
            themes=_Themes(terms.themes) if terms.themes else None,
            amount=_amounts(terms) if terms.min_amount or terms.max_amount else None,
            research=_research() if terms.needs_research_partner else None,
            no_research=_("It asks for no research partner.") if terms.needs_research_partner is False else "",
            broker=_broker() if terms.needs_broker_dialogue else None,
            closes_on=norwegian.local(call.closes).date() if call.closes else None,
            starts_early=_("You want to begin before the deadline."),
            always_missing=tuple(_always_missing(call, terms, now)),
        )

    def shut_out(self, asked: Asked) -> str:
        """Why somebody like this cannot get it at all; empty when they can."""
        if asked.applicant not in self.may_apply and not (asked.is_municipality and self.terms.partner_only):
            return self.only_these
        if self.rural and asked.is_municipality and asked.need.is_rural is False:
            return self.rural[1]
        return ""

    def weigh(self, asked: Asked) -> Weighed:
        """Of those who may apply: what fits, what does not quite, what must be in place first."""
        said, need = Weighed(), asked.need
        self._who(asked, said)
        self._what(asked, said)
        if self.amount:
            self._money(self.amount, need, said)
        self._with_whom(need, said)
        said.missing += self.always_missing
        if self.closes_on and need.start and need.start < self.closes_on:
            said.misfits.append(self.starts_early)
        return said

    def demands(self) -> list[str]:
        """What must be in place before anybody applies."""
        found = [self.research[2]] if self.research else []
        found += [self.broker[1]] if self.broker else []
        return found + list(self.always_missing)

    def _who(self, asked: Asked, said: Weighed) -> None:
        if not asked.is_municipality:
            said.fits.append(self.may_apply[asked.applicant])
            return
        is_rural = asked.need.is_rural
        if self.terms.partner_only:
            said.misfits.append(self.part_only)
        elif self.rural and is_rural:
            said.fits.append(self.rural[0])
        else:
            said.fits.append(self.may_apply[asked.applicant])
        if self.rural and is_rural is None:
            said.missing.append(self.rural[2])

    def _what(self, asked: Asked, said: Weighed) -> None:
        if self.themes and asked.need.themes:
            shared = self.themes.shared(asked.need.themes)
            if shared:
                said.fits.append(shared)
            else:
                said.misfits.append(self.themes.other)
        if self.phase and asked.phase:
            named, other = self.phase
            if asked.phase in named:
                said.fits.append(named[asked.phase])
            else:
                said.misfits.append(other)

    def _money(self, sentences: tuple[str, str, str, str], need: Need, said: Weighed) -> None:
        fits, too_small, too_large, unsaid = sentences
        if need.amount is None:
            said.missing.append(unsaid)
        elif need.amount < (self.terms.min_amount or 0):
            said.misfits.append(too_small)
        elif self.terms.max_amount and need.amount > self.terms.max_amount:
            said.misfits.append(too_large)
        else:
            said.fits.append(fits)

    def _with_whom(self, need: Need, said: Weighed) -> None:
        if self.research:
            has, wants_none, lacks = self.research
            if need.research_organisations:
                said.fits.append(has)
            elif need.wants_research is False:
                said.misfits.append(wants_none)
            else:
                said.missing.append(lacks)
        elif self.no_research and need.wants_research is False:
            said.fits.append(self.no_research)
        if self.broker:
            if need.had_broker_dialogue:
                said.fits.append(self.broker[0])
            else:
                said.missing.append(self.broker[1])


def _rural() -> tuple[str, str, str]:
    return (
        _("It is for rural municipalities, and yours is one."),
        _("Of the municipalities only rural ones may apply."),
        _("Find out whether the municipality counts as rural. Only those may apply."),
    )


def _research() -> tuple[str, str, str]:
    return (
        _("You have a research organisation with you."),
        _("It asks for research, and you want to do without."),
        _("One approved research organisation."),
    )


def _broker() -> tuple[str, str]:
    return _("You have talked with a broker first."), _("A talk with a broker before you apply.")


def _phases(terms: Terms) -> tuple[dict[str, str], str]:
    named = {phase.value: _("It is for your phase: %(phase)s.") % {"phase": phase.label} for phase in terms.phases}
    return named, _("It is for another phase: %(phases)s.") % {"phases": _listed(terms.phase_names)}


class _Themes:
    """Keeps the sentence for each set of shared themes: the same few come again and again."""

    def __init__(self, names: dict[str, str]) -> None:
        self.names = {slug: name[:1].lower() + name[1:] for slug, name in names.items()}
        self.slugs = frozenset(names)
        self.other = _("It is for other themes: %(themes)s.") % {"themes": _listed(list(self.names.values()))}
        self.said: dict[frozenset[str], str] = {frozenset(): ""}

    def shared(self, slugs: frozenset[str]) -> str:
        """«Temaet er klima og oppvekst.»; empty when none is shared."""
        both = self.slugs & slugs
        sentence = self.said.get(both)
        if sentence is None:
            listed = _listed([name for slug, name in self.names.items() if slug in both])
            sentence = self.said[both] = _("The theme is %(themes)s.") % {"themes": listed}
        return sentence


def _amounts(terms: Terms) -> tuple[str, str, str, str]:
    limits = ", ".join(said_of_amounts(terms.min_amount, terms.max_amount, None))
    return (
        _("The amount fits: %(limits)s.") % {"limits": limits},
        _("It gives more than you need: %(limits)s.") % {"limits": limits},
        _("It gives less than you need: %(limits)s.") % {"limits": limits},
        _("An amount to apply for: %(limits)s.") % {"limits": limits},
    )


def _always_missing(call: FundingCall, terms: Terms, now: dt.datetime) -> Iterable[str]:
    if terms.max_support_percent and terms.max_support_percent < 100:
        percent = terms.max_support_percent
        yield _("Money for the rest: it covers at most %(percent)s per cent of the costs.") % {"percent": percent}
    if call.opens and call.state_at(now) == call.State.COMING:
        yield _("The call opens %(day)s.") % {"day": norwegian.format_day(call.opens)}


def _listed(names: list[str]) -> str:
    """«klima, oppvekst og mobilitet»; empty for none."""
    *first, last = names or [""]
    return _("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last} if first else last
