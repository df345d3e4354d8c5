"""Model fields with a choice made once."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.forms import Field


class URLField(models.URLField):  # type: ignore[type-arg]
    """An address; typed without a scheme it is meant as https."""

    def formfield(self, **kwargs: Any) -> Field | None:  # type: ignore[override]
        return super().formfield(**{"assume_scheme": "https"} | kwargs)

    def deconstruct(self) -> Any:
        """To the database, and so to migrations, it is Django's own."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs
