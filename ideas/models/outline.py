"""Prosjektskisse: a section a heading, so that several write at once and nobody overwrites another."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ideas.models.idea import Idea
from ideas.money import outline_headings
from ideas.querysets.outline import OutlineSectionQuerySet, ProjectOutlineQuerySet
from partnership.common import norwegian
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

    objects = ProjectOutlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("project outline")
        verbose_name_plural = _("project outlines")

    def __str__(self) -> str:
        return str(self.idea)

    def get_absolute_url(self) -> str:
        return reverse("ideas:outline", args=[self.idea_id])


class OutlineSection(Versioned):
    """The text under one heading (``heading`` is a key of ``ideas.money.outline_headings``)."""

    outline = models.ForeignKey(ProjectOutline, models.CASCADE, related_name="sections")
    heading = models.CharField(max_length=30)
    text = models.TextField(_("text"), max_length=20000, blank=True)
    edited_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    edited_at = models.DateTimeField(default=timezone.now)

    objects = OutlineSectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("section of an outline")
        verbose_name_plural = _("sections of outlines")
        constraints = [models.UniqueConstraint(fields=["outline", "heading"], name="outline_section_once")]

    def __str__(self) -> str:
        return f"{self.outline}: {self.heading}"

    @property
    def is_written(self) -> bool:
        return bool(self.text.strip())

    @property
    def last_written(self) -> str:
        """«Sist skrevet av Per Aune kl. 14.32», with the day when it was another; empty for what the idea said."""
        if self.edited_by is None:
            return ""
        at = norwegian.local(self.edited_at)
        if at.date() == norwegian.today():
            when = gettext("at %(time)s") % {"time": norwegian.format_time(at)}
        else:
            when = norwegian.format_moment(self.edited_at)
        return gettext("Last written by %(name)s %(when)s") % {"name": self.edited_by.name, "when": when}

    @property
    def about(self) -> outline_headings.Heading:
        return outline_headings.BY_KEY[self.heading]


class ReplacedText(models.Model):
    """What stood under a heading until somebody wrote something else; never changed, can be brought back."""

    section = models.ForeignKey(OutlineSection, models.CASCADE, related_name="replaced")
    text = models.TextField(_("text"))
    edited_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    edited_at = models.DateTimeField()
    replaced_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("earlier text of an outline")
        verbose_name_plural = _("earlier texts of outlines")
        ordering = ["-replaced_at", "-id"]

    def __str__(self) -> str:
        return str(self.section)
