"""Chainable adjectives over ideas and what hangs on them."""

from ideas.querysets.idea import IdeaAccessQuerySet, IdeaQuerySet, IntakeQuerySet
from ideas.querysets.life import BrokerRequestQuerySet, IdeaEventQuerySet, StandingConsentQuerySet
from ideas.querysets.results import LessonQuerySet
from ideas.querysets.together import CommentQuerySet, FollowQuerySet, PassingOnQuerySet, SameNeedQuerySet

__all__ = [
    "BrokerRequestQuerySet", "CommentQuerySet", "FollowQuerySet", "IdeaAccessQuerySet", "IdeaEventQuerySet",
    "IdeaQuerySet", "IntakeQuerySet", "LessonQuerySet", "PassingOnQuerySet", "SameNeedQuerySet",
    "StandingConsentQuerySet",
]  # fmt: skip
