"""What every page knows: the portal's name, navigation and mode."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from partnership.common import contributions


@cache
def region() -> dict[str, Any]:
    """The region's own words: name, full_name, partners_line … (partnership/region/<region>/region.toml)."""
    return tomllib.loads((settings.REGION_DIR / "region.toml").read_text(encoding="utf-8"))


def portal(request: HttpRequest) -> dict[str, Any]:
    words = region()
    return {
        "portal": {
            "name": words["name"],
            "full_name": words["full_name"],
            "partners_line": words["partners_line"],
            "is_demo": settings.IS_DEMO,
            "demo_mailbox_url": _url("demo:mailbox") if settings.DEMO_PAGES else "",
            "demo_url": _url("demo:start") if settings.DEMO_PAGES else "",
            "contact_email": settings.CONTACT_EMAIL,
            "navigation": SimpleLazyObject(lambda: _navigation(request)),
            "url": settings.PORTAL_URL,
        }
    }


def _navigation(request: HttpRequest) -> list[dict[str, Any]]:
    items = [
        (_("Meetings"), _url("meetings:list")),
        (_("Ideas"), _url("ideas:list")),
        (_("Municipalities"), _url("municipalities:list")),
        (_("Brokers"), _url("brokers:list")),
        (_("Funding"), _url("partners:funding")),
    ]
    if hasattr(request, "user"):  # an early error has none
        items += [(item.label, item.url) for item in contributions.navigation(request.user)]
    return [{"label": label, "url": url, "current": request.path.startswith(url)} for label, url in items if url]


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
