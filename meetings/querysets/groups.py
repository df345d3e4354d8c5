"""Chainable adjectives over groups, their members and their notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from meetings.models import GroupMember, Meeting, NoteField, WorkGroup  # noqa: F401


class WorkGroupQuerySet(models.QuerySet["WorkGroup"]):
    def of(self, meeting: Meeting) -> Self:
        return self.filter(meeting=meeting).select_related("theme", "facilitator", "note_taker")


class GroupMemberQuerySet(models.QuerySet["GroupMember"]):
    def of(self, meeting: Meeting) -> Self:
        related = self.filter(group__meeting=meeting).select_related("invitation__seat", "invitation__brought_case")
        return related.order_by("invitation__sort_organisation", "invitation__sort_name", "pk")

    def still_coming(self) -> Self:
        from meetings.models import Invitation

        return self.filter(invitation__in=Invitation.objects.active().to_seat())


class NoteFieldQuerySet(models.QuerySet["NoteField"]):
    def of(self, meeting: Meeting) -> Self:
        return self.filter(group__meeting=meeting).select_related("group__theme", "question")

    def written(self) -> Self:
        return self.exclude(text="")

    def in_order_of_groups(self) -> Self:
        """The challenge before the questions."""
        return self.order_by("group__number", models.F("question__order").asc(nulls_first=True), "pk")
