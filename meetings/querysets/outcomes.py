"""Chainable adjectives over agreements, follow-ups, proposed ideas and minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from partnership.common import norwegian

if TYPE_CHECKING:
    from meetings.models import Agreement, FollowUp, IdeaProposal, Meeting, Minutes  # noqa: F401


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


class MinutesQuerySet(models.QuerySet["Minutes"]):
    def published(self) -> Self:
        return self.filter(state="published")
