"""Adjectives over what is said about ideas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models

if TYPE_CHECKING:
    from ideas.models import Attachment, Message  # noqa: F401


class MessageQuerySet(models.QuerySet["Message"]):
    def to_sender(self) -> Self:
        return self.filter(is_senders=False)

    def from_sender(self) -> Self:
        return self.filter(is_senders=True)

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)

    def about(self, ideas: Any) -> Self:
        return self.filter(idea__in=ideas)


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def kept(self) -> Self:
        """Not taken away."""
        return self.filter(removed_at__isnull=True)

    def for_sender(self) -> Self:
        return self.kept().filter(is_internal=False)
