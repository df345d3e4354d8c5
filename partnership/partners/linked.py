"""A row with an address on the web that the link check visits now and then."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnership.common.fields import URLField

EXCLUDED_FROM_HISTORY = ["link_tried", "link_checked_at", "link_broken_since"]


class Linked(models.Model):
    link = URLField(_("link"), max_length=400, blank=True)
    # Written by the link check: what is said of an address is forgotten when the address is changed.
    link_tried = models.CharField(max_length=400, blank=True, editable=False)
    link_checked_at = models.DateTimeField(null=True, editable=False)
    link_broken_since = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def link_is_broken(self) -> bool:
        """Visited in vain at least twice; one visit may be a bad moment. The same as ``with_broken_link``."""
        since, last = self.link_broken_since, self.link_checked_at
        return since is not None and last is not None and since < last and self.link_tried == self.link
