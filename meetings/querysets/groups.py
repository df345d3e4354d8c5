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
        return self.filter(group__meeting=meeting).select_related("invitation__seat", "group__theme")


class NoteFieldQuerySet(models.QuerySet["NoteField"]):
    def of(self, meeting: Meeting) -> Self:
        return self.filter(group__meeting=meeting).select_related("group__theme", "question")
