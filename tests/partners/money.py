"""Schemes and calls for these tests, with everything unsaid unknown."""

from __future__ import annotations

import datetime as dt
from typing import Any

from partnership.common import norwegian
from partnership.partners.models import FundingCall, FundingScheme, Theme
from tests import factories


def scheme(name: str = "Ordning", **fields: Any) -> FundingScheme:
    values: dict[str, Any] = {
        "owner_partner": factories.PartnerFactory(),
        "purpose": "Penger til å prøve.",
        "deadline_kind": "fixed",
        "facts_year": 2026,
        "last_checked": norwegian.today(),
    }
    return FundingScheme.objects.create(name=name, **(values | fields))


def call(under: FundingScheme | None = None, themes: tuple[str, ...] = (), **fields: Any) -> FundingCall:
    values: dict[str, Any] = {"title": "Utlysning", "year": 2026, "last_checked": norwegian.today()}
    found = FundingCall.objects.create(scheme=under or scheme(), **(values | fields))
    found.themes.set([theme(name) for name in themes])
    return found


def theme(name: str) -> Theme:
    return Theme.objects.filter(name=name).first() or Theme.objects.create(name=name)


def closing(days: int, hour: int = 13) -> dt.datetime:
    return norwegian.at(norwegian.today() + dt.timedelta(days=days), dt.time(hour))
