"""Chainable adjectives over what is known of meetings from before the portal."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from meetings.models import PastImport
    from partnership.partners.models import Partner


class PastImportQuerySet(models.QuerySet["PastImport"]):
    def newest_of(self, partner: Partner, *, within: dt.timedelta) -> PastImport | None:
        """The last one that stands, unless it is older than ``within``."""
        standing = self.filter(partner=partner, undone_at=None).select_related("by")
        found = standing.order_by("-at", "-pk").first()
        return found if found is not None and found.at > timezone.now() - within else None
