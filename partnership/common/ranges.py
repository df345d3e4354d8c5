"""Days from ``since`` until ``until`` (exclusive) as PostgreSQL sees them, for exclusion constraints."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db.models import Func


class DayRange(Func):
    function = "DATERANGE"
    output_field = DateRangeField()
