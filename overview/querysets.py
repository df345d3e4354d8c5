"""Chainable adjectives over questions about who the contact is, and over what has served a goal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from partnership.common import links

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from municipalities.models import Goal, Municipality, Strategy
    from overview.models import ContactEnquiry, GoalTie, PhaseMeeting  # noqa: F401
    from partnership.people.models import User


class ContactEnquiryQuerySet(models.QuerySet["ContactEnquiry"]):
    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)

    def closed(self) -> Self:
        return self.filter(closed_at__isnull=False)

    def answered(self) -> Self:
        return self.filter(answered_at__isnull=False)

    def unanswered(self) -> Self:
        return self.filter(answered_at__isnull=True)

    def closed_before(self, moment: dt.datetime) -> Self:
        return self.filter(closed_at__lt=moment)

    def naming(self, emails: Iterable[str]) -> Self:
        """Where one of these addresses (lower case) was proposed."""
        return self.alias(lower_email=Lower("email")).filter(lower_email__in=set(emails))

    def about(self, municipality: Municipality) -> Self:
        return self.filter(municipality=municipality)

    def by_link(self, link: links.Link) -> Self:
        """The row a link points at, unless the link is revoked."""
        return self.filter(pk=link.pk, link_version=link.version)


class GoalTieQuerySet(models.QuerySet["GoalTie"]):
    def of_strategies(self, strategies: models.QuerySet[Any]) -> Self:
        return self.filter(goal__strategy__in=strategies.values("pk"))

    def visible_to(self, user: User | AnonymousUser | Any) -> Self:
        """Ties to what the person sees; whether the goal is seen is a matter of its strategy."""
        from ideas.models import Idea
        from meetings.models import Meeting
        from municipalities.models import Experience

        return self.filter(
            Q(idea__in=Idea.objects.visible_to(user).values("pk"))
            | Q(meeting__in=Meeting.objects.visible_to(user).values("pk"))
            | Q(experience__in=Experience.objects.visible_to(user).values("pk"))
        )

    def of_goals(self, goals: Iterable[Goal]) -> Self:
        return self.filter(goal__in=goals)

    def of(self, goal: Goal) -> Self:
        return self.filter(goal=goal)

    def since(self, moment: dt.datetime, until: dt.datetime) -> Self:
        """Tied from ``moment`` and before ``until``."""
        return self.filter(at__gte=moment, at__lt=until)

    def for_list(self) -> Self:
        return self.select_related("idea", "meeting", "experience")


class PhaseMeetingQuerySet(models.QuerySet["PhaseMeeting"]):
    def visible_to(self, user: User | AnonymousUser | Any) -> Self:
        from meetings.models import Meeting

        return self.filter(meeting__in=Meeting.objects.visible_to(user).values("pk"))

    def of(self, strategy: Strategy) -> Self:
        return self.filter(phase__strategy=strategy).select_related("meeting")
