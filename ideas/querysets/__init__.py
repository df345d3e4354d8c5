"""Chainable adjectives over ideas and what hangs on them."""

from ideas.querysets.access import IdeaAccessQuerySet, IntakeQuerySet
from ideas.querysets.idea import IdeaQuerySet
from ideas.querysets.life import BrokerRequestQuerySet, IdeaEventQuerySet, ReminderQuerySet, StandingConsentQuerySet
from ideas.querysets.logged import IdeaEntryQuerySet
from ideas.querysets.results import LessonQuerySet
from ideas.querysets.talk import AttachmentQuerySet, MessageQuerySet
from ideas.querysets.together import CommentQuerySet, FollowQuerySet, PassingOnQuerySet, SameNeedQuerySet

__all__ = [
    "AttachmentQuerySet", "BrokerRequestQuerySet", "CommentQuerySet", "FollowQuerySet", "IdeaAccessQuerySet",
    "IdeaEntryQuerySet", "IdeaEventQuerySet", "IdeaQuerySet", "IntakeQuerySet", "LessonQuerySet", "MessageQuerySet",
    "PassingOnQuerySet", "ReminderQuerySet", "SameNeedQuerySet", "StandingConsentQuerySet",
]  # fmt: skip
