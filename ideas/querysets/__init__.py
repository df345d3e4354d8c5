"""Chainable adjectives over ideas and what hangs on them."""

from ideas.querysets.idea import IdeaAccessQuerySet, IdeaQuerySet, IntakeQuerySet
from ideas.querysets.life import BrokerRequestQuerySet, IdeaEventQuerySet, StandingConsentQuerySet
from ideas.querysets.logged import IdeaEntryQuerySet

__all__ = [
    "BrokerRequestQuerySet", "IdeaAccessQuerySet", "IdeaEntryQuerySet", "IdeaEventQuerySet", "IdeaQuerySet",
    "IntakeQuerySet", "StandingConsentQuerySet",
]  # fmt: skip
