"""What is said about an idea. To the sender, inside the municipality, and between those who see it: three rooms."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.models.idea import Idea
from ideas.querysets import AttachmentQuerySet, CommentQuerySet, MessageQuerySet
from partnership.people.models import Seat, User


class Message(models.Model):
    """Between the sender and the holder. ``by`` is empty when the sender wrote it."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="messages")
    text = models.TextField(_("message"), max_length=4000)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    is_senders = models.BooleanField(default=False)
    behalf_of = models.ForeignKey(Seat, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    kept_files: list[Attachment]  # only after ``talking.hang``

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message about an idea")
        verbose_name_plural = _("messages about ideas")
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["idea"], condition=Q(is_senders=True, read_at__isnull=True), name="message_unread")
        ]

    def __str__(self) -> str:
        return f"{self.idea}: {self.at:%Y-%m-%d}"


class Note(models.Model):
    """Internal: contact, deputy and persons named on the idea. The sender never sees it."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="notes")
    text = models.TextField(_("note"), max_length=4000)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("internal note")
        verbose_name_plural = _("internal notes")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.idea}: {self.at:%Y-%m-%d}"


class Comment(models.Model):
    """By and for those signed in who may see the idea."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="comments")
    text = models.TextField(_("comment"), max_length=2000)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.idea}: {self.at:%Y-%m-%d}"


class Attachment(models.Model):
    """A file; served through the access check only.

    ``is_internal``: not for the sender. ``message``: what it was sent with.
    """

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="attachments")
    message = models.ForeignKey(Message, models.SET_NULL, null=True, blank=True, related_name="files")
    file = models.FileField(_("file"), upload_to="ideer/%Y/")
    name = models.CharField(_("name"), max_length=160)
    content_type = models.CharField(max_length=120, editable=False)
    size = models.PositiveIntegerField(editable=False)
    is_internal = models.BooleanField(_("internal"), default=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.name
