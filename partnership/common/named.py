"""A row with a name, an address part (slug) and a key that sorts æ, ø and å rightly."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnership.common import norwegian


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
