"""What came of it: lessons, applause, and support on the way."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.models.idea import Idea
from partnership.common.versions import Versioned
from partnership.people.models import User


class Lesson(Versioned):
    """«Hva lærte vi?», of what was tried, ended or taken into use. Shown to those who may see the idea, and to all
    when ``is_public``; the words of the kommunedirektør stand beside it."""

    idea = models.OneToOneField(Idea, models.CASCADE, related_name="lesson", verbose_name=_("project idea"))
    title = models.CharField(_("in one line"), max_length=160)
    tried = models.TextField(_("what did you try?"), max_length=3000, blank=True)
    learned = models.TextField(_("what did you learn?"), max_length=3000)
    advice = models.TextField(_("what would you do otherwise?"), max_length=3000, blank=True)
    is_public = models.BooleanField(_("everybody may read it"), default=False)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    thanks = models.TextField(_("thanks from the municipal director"), max_length=1000, blank=True)
    thanks_from = models.CharField(_("who thanks"), max_length=160, blank=True)
    thanked_at = models.DateTimeField(null=True, blank=True)
    # The first day of the month it is the lesson of; one a month.
    month = models.DateField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.title


class Applause(models.Model):
    """On results only; one a person."""

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="applause")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("applause")
        verbose_name_plural = _("applause")
        constraints = [models.UniqueConstraint(fields=["lesson", "person"], name="applause_once")]

    def __str__(self) -> str:
        return f"{self.lesson}: {self.person}"


class Support(models.Model):
    """«Støtt den»: by somebody signed in, or by an address that was proved by a link (``confirmed_at``)."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="supports")
    person = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="+")
    email = models.EmailField(blank=True)
    link_version = models.PositiveIntegerField(default=1, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("support")
        verbose_name_plural = _("support")
        constraints = [
            models.CheckConstraint(
                condition=(Q(person__isnull=False) & Q(email="")) | (Q(person__isnull=True) & ~Q(email="")),
                name="support_person_or_address",
            ),
            models.UniqueConstraint(
                fields=["idea", "person"], condition=Q(person__isnull=False), name="support_person_once"
            ),
            models.UniqueConstraint("idea", Lower("email"), condition=~Q(email=""), name="support_address_once"),
        ]

    def __str__(self) -> str:
        return str(self.idea)
