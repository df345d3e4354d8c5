"""Chainable adjectives over ideas and what hangs on them."""

from ideas.querysets.idea import IdeaAccessQuerySet, IdeaQuerySet, IntakeQuerySet
from ideas.querysets.life import BrokerRequestQuerySet, IdeaEventQuerySet, ReminderQuerySet, StandingConsentQuerySet
from ideas.querysets.talk import AttachmentQuerySet, MessageQuerySet

__all__ = [
    "AttachmentQuerySet", "BrokerRequestQuerySet", "IdeaAccessQuerySet", "IdeaEventQuerySet", "IdeaQuerySet",
    "IntakeQuerySet", "MessageQuerySet", "ReminderQuerySet", "StandingConsentQuerySet",
]  # fmt: skip
