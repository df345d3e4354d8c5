"""Chainable adjectives over ideas and what hangs on them."""

from ideas.querysets.idea import IdeaAccessQuerySet, IdeaQuerySet, IntakeQuerySet
from ideas.querysets.life import BrokerRequestQuerySet, IdeaEventQuerySet, ReminderQuerySet, StandingConsentQuerySet

__all__ = [
    "BrokerRequestQuerySet", "IdeaAccessQuerySet", "IdeaEventQuerySet", "IdeaQuerySet", "IntakeQuerySet",
    "ReminderQuerySet", "StandingConsentQuerySet",
]  # fmt: skip
