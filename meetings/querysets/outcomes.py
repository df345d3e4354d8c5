"""Chainable adjectives over agreements, follow-ups, proposed ideas and minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from partnership.common import norwegian

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from meetings.models import Agreement, FollowUp, IdeaProposal, Meeting, Minutes  # noqa: F401
    from partnership.people.models import User


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def of(self, meeting: Meeting) -> Self:
        return self.filter(meeting=meeting).select_related("item")


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def of(self, meeting: Meeting) -> Self:
        return self.filter(meeting=meeting).select_related("item", "seat", "person")

    def open(self) -> Self:
        return self.filter(done_at=None)

    def overdue(self) -> Self:
        return self.open().filter(due__lt=norwegian.today())


class IdeaProposalQuerySet(models.QuerySet["IdeaProposal"]):
    def of(self, meeting: Meeting) -> Self:
        return self.filter(meeting=meeting).select_related("municipality", "idea")

    def asked(self) -> Self:
        return self.filter(state="asked")

    def to_places(self, places: Any) -> Self:
        return self.filter(municipality__in=places)

    def answered_by(self, user: User | AnonymousUser) -> Self:
        """Offered to a municipality whose contact or deputy the person is today."""
        from ideas import places

        return self.to_places(places.of_contact(user))


class MinutesQuerySet(models.QuerySet["Minutes"]):
    def published(self) -> Self:
        return self.filter(state="published")
