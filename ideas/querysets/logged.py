"""Adjectives over what brokers have logged about ideas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

from brokers.models import BrokeringEntry
from partnership.people.models import User

if TYPE_CHECKING:
    from ideas.models import IdeaEntry  # noqa: F401


class IdeaEntryQuerySet(models.QuerySet["IdeaEntry"]):
    def standing(self) -> Self:
        """Not deleted from the log."""
        return self.filter(entry__withdrawn_at__isnull=True)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Whoever may read the line in the log: seeing the idea is not enough."""
        return self.filter(entry__in=BrokeringEntry.objects.visible_to(user))

    def said(self, **words: Any) -> Self:
        """Whose line says just this; names as on ``BrokeringEntry``."""
        return self.filter(**{f"entry__{name}": value for name, value in words.items()})

    def newest_first(self) -> Self:
        return self.order_by("-entry__day", "-entry_id")

    def for_list(self) -> Self:
        return self.select_related("entry__seat__company", "entry__written_by", "entry__research_organisation")
