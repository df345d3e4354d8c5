"""A thousand needs against two hundred calls: with sentences, against the barest loop that only compares."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from django.utils import timezone

from partnership.common import norwegian
from partnership.partners import matching
from partnership.partners.conditions import Applicant, Phase
from partnership.partners.matching import Need
from partnership.partners.models import FundingCall, FundingScheme, Theme
from tests import factories

NEEDS, CALLS = 1_000, 200
# What is compared is the smallest part of the work: every pair also gets three lists of sentences in an answer of its
# own, ranked. Five times the bare comparisons is what making and ordering two hundred thousand such answers may cost.
TARGET = 5.0


def measure(figure: Callable[..., None], side_by_side: Callable[..., tuple[float, float]]) -> None:
    chance = Random(26)
    calls = _calls(chance)
    needs = [_need(chance) for _number in range(NEEDS)]
    now = timezone.now()
    bare, ours = side_by_side(
        lambda: _bare(needs, calls, now), lambda: matching.match_all(needs, calls, now), 5
    )  # fmt: skip
    figure(
        "matching 1,000 × 200 against bare loop",
        ours / bare,
        TARGET,
        at_most=True,
        note=f"{ours:.2f} s against {bare:.2f} s, {ours / NEEDS * 1000:.1f} ms a need",
    )


def _calls(chance: Random) -> list[FundingCall]:
    """Three of four open and checked, with terms of every kind on half of them."""
    themes = [Theme.objects.create(name=f"Benketema {number}") for number in range(10)]
    partner, today = factories.PartnerFactory(), norwegian.today()
    for number in range(CALLS):
        scheme = FundingScheme.objects.create(
            name=f"Benk {number}", owner_partner=partner, purpose="Penger.", deadline_kind="fixed", facts_year=2026,
            last_checked=today, applicants=chance.sample(Applicant.values, 3), only_rural=chance.choice([None, True]),
            needs_research_partner=chance.choice([None, True, False]), max_amount=chance.choice([None, 500_000]),
            needs_broker_dialogue=chance.choice([None, True]), phases=chance.sample(Phase.values, 2),
        )  # fmt: skip
        call = FundingCall.objects.create(
            scheme=scheme, title="Utlysning", year=2026,
            last_checked=today - dt.timedelta(days=chance.choice([10, 20, 30, 200])),
            closes=norwegian.at(today + dt.timedelta(days=chance.randint(-20, 100)), dt.time(13)),
        )  # fmt: skip
        call.themes.set(chance.sample(themes, 2))
    return list(FundingCall.objects.with_terms())


def _need(chance: Random) -> Need:
    return Need(
        applicant=chance.choice([Applicant.MUNICIPALITY, Applicant.MUNICIPALITY, Applicant.COMPANY]),
        is_rural=chance.choice([True, False, None]),
        phase=chance.choice([*Phase, None]),
        themes=frozenset(f"benketema-{number}" for number in chance.sample(range(10), 2)),
        amount=chance.choice([None, 200_000, 900_000]),
        wants_research=chance.choice([True, False, None]),
        research_organisations=chance.randint(0, 1),
        had_broker_dialogue=chance.random() < 0.5,
        start=None,
    )


def _bare(needs: Sequence[Need], calls: Sequence[FundingCall], now: dt.datetime) -> list[list[tuple[int, int, int]]]:
    """The same comparisons over plain tuples, a number for each verdict and no words, sorted."""
    today = norwegian.today()
    rows = []
    for call in calls:
        terms = call.terms
        shut = 3 if call.is_over else 2 if call.is_stale_on(today) else 0
        rows.append(
            (shut, frozenset(map(str, terms.applicants)), terms.only_rural, [phase.value for phase in terms.phases],
             frozenset(terms.themes), terms.max_amount, terms.needs_research_partner, terms.needs_broker_dialogue,
             call.pk)
        )  # fmt: skip
    return [_bare_one(need, rows) for need in needs]


def _bare_one(need: Need, rows: list[tuple[Any, ...]]) -> list[tuple[int, int, int]]:
    applicant, phase = need.applicant.value, need.phase and need.phase.value
    return sorted(_verdict(need, applicant, phase, row) for row in rows)


def _verdict(need: Need, applicant: str, phase: str | None, row: tuple[Any, ...]) -> tuple[int, int, int]:
    shut, applicants, only_rural, phases, themes, most, research, broker, pk = row
    if shut:
        return shut, 0, pk
    is_municipality = applicant == "municipality"
    if applicant not in applicants or (is_municipality and only_rural and need.is_rural is False):
        return 3, 0, pk
    missing = bool(is_municipality and only_rural and need.is_rural is None)
    misfits = bool(need.themes and themes and not need.themes & themes)
    misfits += bool(phase and phases and phase not in phases)
    misfits += bool(most and need.amount and need.amount > most)
    missing += bool(research and not need.research_organisations)
    missing += bool(broker and not need.had_broker_dialogue)
    return int(misfits > 0), misfits + bool(missing), pk
