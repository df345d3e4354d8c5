"""One press that was sent twice begins one thing, as far as can be told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Self, TypeVar

from django.db import models
from django.utils import timezone

from partnership.people.models import User

TWICE = dt.timedelta(minutes=1)
Row = TypeVar("Row", bound=models.Model)


class BegunQuerySet(models.QuerySet[Row]):
    """Of rows with ``created_by`` and ``created_at``."""

    def just_begun(self, new: Row, *, typed: Iterable[str], by: User) -> Self:
        """By the same person within ``TWICE``, and with the same in each of the fields ``typed``: with any other word
        it is another press, and nothing of it may be lost."""
        same: dict[str, Any] = {name: getattr(new, name) for name in typed}
        return self.filter(created_by=by, created_at__gte=timezone.now() - TWICE, **same)
