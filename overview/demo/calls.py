"""Invented calls under real schemes, so that matching has something of every kind to say."""

from __future__ import annotations

import datetime as dt
from typing import Any

from overview.demo import people
from partnership.common import norwegian
from partnership.partners.models import FundingCall, FundingScheme, Theme

# Scheme: days until it closes (None: running), days until it opens, days since it was checked, what it says itself.
SCENES: dict[str, tuple[int | None, int | None, int, dict[str, Any]]] = {
    "distriktforsk-forprosjekt": (9, None, 3, {
        "max_amount": 300_000, "application_system": "regionalforvaltning.no",
        "themes": ("helse-og-omsorg", "flere-eldre"),
    }),
    "rff-innovasjonsprosjekt": (60, None, 10, {
        "min_amount": 1_000_000, "max_amount": 4_000_000, "max_support_percent": 75,
        "application_system": "regionalforvaltning.no", "themes": ("helse-og-omsorg", "klima", "oppvekst"),
    }),
    "regionale-utviklingsmidler": (None, None, 15, {
        "needs_research_partner": False, "needs_broker_dialogue": False, "phases": ["idea", "clarification"],
    }),
    "prosjektskjonn": (80, 20, 5, {"needs_research_partner": False, "max_amount": 1_500_000}),
    "ipos": (-20, None, 25, {}),
    "rff-kvalifiseringsstotte": (45, None, 200, {}),
}  # fmt: skip


def lay_out() -> None:
    today = norwegian.today()
    for scheme in FundingScheme.objects.filter(slug__in=SCENES).select_related("owner_partner"):
        closes, opens, checked, own = SCENES[scheme.slug]
        values = dict(own)
        themes = values.pop("themes", ())
        name, partner = _checker(scheme)
        values |= {
            "opens": None if opens is None else _working_day(opens),
            "closes": None if closes is None else norwegian.at(_working_day(closes), dt.time(13)),
            "last_checked": today - dt.timedelta(days=checked),
            "checked_by": name,
            "checked_for": partner,
            "is_demo": True,
        }
        call, _new = FundingCall.objects.update_or_create(
            scheme=scheme, title=f"Oppdiktet utlysning: {scheme.name}", year=today.year, defaults=values
        )
        call.themes.set(Theme.objects.filter(slug__in=themes))


def _working_day(days: int) -> dt.date:
    """So many days from today, or the first working day after."""
    return norwegian.next_working_day(norwegian.today() + dt.timedelta(days=days - 1))


def _checker(scheme: FundingScheme) -> tuple[str, str]:
    """The adviser of the partner that owns it, or of the county, which knows the region's funds."""
    advisers = {slug: name for name, slug, _task in people.OFFICERS}
    owner = scheme.owner_partner
    return (advisers[owner.slug], owner.short_name) if owner else (advisers["fylkeskommunen"], "Fylkeskommunen")
