"""System checks: nothing invented where things are real."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from overview.region import tiles
from overview.region.reading import RegionError


@register()
def no_demo_in_production(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.PORTAL_MODE == "production" and settings.DEMO_PAGES:
        hint = "Take PORTAL_DEMO_PAGES away: its pages sign anyone in."
        return [Error("PORTAL_DEMO_PAGES is on in production.", hint=hint, id="overview.E001")]
    return []


@register()
def tiles_can_be_used(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The map's layout is a file of the region's own, and no half map is shown."""
    try:
        tiles.read(settings.REGION_DIR)
    except RegionError as error:
        return [Error(f"The tile map cannot be used. {error}", id="overview.E002")]
    return []
