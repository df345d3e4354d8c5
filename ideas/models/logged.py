"""Which lines of the brokering log are about which idea."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from brokers.models import BrokeringEntry
from ideas.models.idea import Idea
from ideas.querysets import IdeaEntryQuerySet


class IdeaEntry(models.Model):
    """A talk about an idea. The line itself, with who may read it and correct it, is the log's own."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="entries", verbose_name=_("project idea"))
    entry = models.OneToOneField(
        BrokeringEntry, models.CASCADE, related_name="of_idea", verbose_name=_("line of the brokering log")
    )

    objects = IdeaEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("talk about an idea")
        verbose_name_plural = _("talks about ideas")

    def __str__(self) -> str:
        return f"{self.idea}: {self.entry}"
