"""Prosjektskisse: a section a heading, so that several write at once and nobody overwrites another."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.models.idea import Idea
from partnership.common.versions import Versioned
from partnership.people.models import User


class ProjectOutline(models.Model):
    """One an idea. ``assessment``: criterion key → what the writers say themselves. ``is_open``: may be copied by
    everybody who may see the idea."""

    idea = models.OneToOneField(Idea, models.CASCADE, related_name="outline", verbose_name=_("project idea"))
    started_at = models.DateTimeField(default=timezone.now)
    started_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    is_open = models.BooleanField(_("others may copy it"), default=False)
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="copies")
    assessment = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("project outline")
        verbose_name_plural = _("project outlines")

    def __str__(self) -> str:
        return str(self.idea)


class OutlineSection(Versioned):
    """The text under one heading (``heading`` is a key of ``ideas.outline_headings``)."""

    outline = models.ForeignKey(ProjectOutline, models.CASCADE, related_name="sections")
    heading = models.CharField(max_length=30)
    text = models.TextField(_("text"), max_length=20000, blank=True)
    edited_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    edited_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("section of an outline")
        verbose_name_plural = _("sections of outlines")
        constraints = [models.UniqueConstraint(fields=["outline", "heading"], name="outline_section_once")]

    def __str__(self) -> str:
        return f"{self.outline}: {self.heading}"
