"""A row with a name, an address part (slug) and a key that sorts æ, ø and å rightly."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from partnership.common import norwegian

# Line breaks, control characters, halves of characters, and those that turn the writing direction: a name with them
# reads as another.
_UNSEEN = {"Cc", "Cs", "Zl", "Zp"}
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def person_name(value: str) -> None:
    """Refuses what cannot be seen in a name. Raises ValidationError."""
    if any(unicodedata.category(letter) in _UNSEEN or letter in _TURNING for letter in value):
        raise ValidationError(_("The name has signs that cannot be shown. Write it again, by hand."))


class Named(models.Model):
    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(_("address part"), max_length=80, unique=True)
    sort_name = models.CharField(max_length=200, editable=False, db_index=True, db_collation="C")

    class Meta:
        abstract = True
        ordering = ["sort_name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_name = norwegian.sort_key(self.name)
        super().save(*args, **kwargs)
