"""A row with a name, an address part (slug) and a key that sorts æ, ø and å rightly."""

from __future__ import annotations

from itertools import chain, count
from typing import Any, ClassVar

from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from partnership.common import norwegian


class Named(models.Model):
    # Address parts that lead elsewhere, and so are given to no row.
    reserved: ClassVar[frozenset[str]] = frozenset()

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
        self.slug = self.slug or self._free_slug()
        super().save(*args, **kwargs)

    def _free_slug(self) -> str:
        """From the name; numbered when another row has it."""
        first = slugify(norwegian.plain(self.name))[:70] or "side"
        taken = set(type(self)._default_manager.filter(slug__startswith=first).values_list("slug", flat=True))
        taken |= self.reserved
        return next(slug for slug in chain([first], (f"{first}-{n}" for n in count(2))) if slug not in taken)
