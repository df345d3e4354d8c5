"""Following the links of schemes, calls and pages, so that a dead one is found before somebody needs it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from partnership.partners import visiting
from partnership.partners.models import FundingCall, FundingScheme, PageLink

# A run every hour: no site is visited for more than one address in a run, and a run ends long before the next.
A_RUN = 8

Row = FundingScheme | FundingCall | PageLink


def check_due(*, now: dt.datetime | None = None, answers: Callable[[str], bool] = visiting.answers) -> int:
    """Visit what is due, at most eight addresses of different sites; returns how many. Idempotent; may run twice.

    Nothing while ``CHECK_LINKS`` is off.
    """
    if not settings.CHECK_LINKS:
        return 0
    moment = now or timezone.now()
    chosen = _one_a_site(moment)
    for link, rows in chosen.items():
        alive = answers(link)
        for row in rows:
            _note(row, alive, moment)
    return len(chosen)


def _one_a_site(now: dt.datetime) -> dict[str, list[Row]]:
    """By address; the same address in several rows is visited once."""
    oldest_first = (F("link_checked_at").asc(nulls_first=True), "pk")
    due: list[Row] = [
        *FundingCall.objects.link_to_try(now).order_by(*oldest_first),
        *FundingScheme.objects.link_to_try(now).order_by(*oldest_first),
        *PageLink.objects.link_to_try(now).order_by(*oldest_first),
    ]
    by_site: dict[str, str] = {}
    for row in due:
        by_site.setdefault(_site(row.link), row.link)
    links = list(by_site.values())[:A_RUN]
    return {link: [row for row in due if row.link == link] for link in links}


def _site(link: str) -> str:
    try:
        return urlsplit(link).hostname or link
    except ValueError:
        return link


def _note(row: Row, alive: bool, now: dt.datetime) -> None:
    """Not when the address, or what is known of it, has been changed meanwhile."""
    broken_before = row.link_broken_since if row.link_tried == row.link else None
    type(row)._default_manager.filter(pk=row.pk, link=row.link, link_checked_at=row.link_checked_at).update(
        link_tried=row.link,
        link_checked_at=now,
        link_broken_since=None if alive else broken_before or now,
    )
