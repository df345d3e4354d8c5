"""What came of it: lessons, applause, and support on the way."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.life import stages
from ideas.models.idea import Idea
from ideas.querysets import LessonQuerySet
from partnership.common import links, norwegian
from partnership.common.versions import Versioned
from partnership.people.models import User

THANKS = "idea-thanks"
# When there is something to tell of: it was tried, is done, or came to an end.
LEARNED_IN = (
    stages.Stage.TRYING,
    stages.Stage.IN_LINE,
    stages.Stage.UNDER_WAY,
    stages.Stage.REJECTED,
    *stages.RESULTS,
)


class Lesson(Versioned):
    """«Hva lærte vi?», of what was tried, ended or taken into use. Shown to those who may see the idea, and to all
    when ``is_public``; the words of the kommunedirektør stand beside it.

    ``public_asked_at``: the sender of an idea that fewer see has been asked whether everybody may read the lesson.
    """

    idea = models.OneToOneField(Idea, models.CASCADE, related_name="lesson", verbose_name=_("project idea"))
    title = models.CharField(_("in one line"), max_length=160)
    tried = models.TextField(_("what did you try?"), max_length=3000, blank=True)
    learned = models.TextField(_("what did you learn?"), max_length=3000)
    advice = models.TextField(_("what would you do otherwise?"), max_length=3000, blank=True)
    is_public = models.BooleanField(_("everybody may read it"), default=False)
    public_asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    thanks = models.TextField(_("thanks from the municipal director"), max_length=1000, blank=True)
    thanks_from = models.CharField(_("who thanks"), max_length=160, blank=True)
    thanked_at = models.DateTimeField(null=True, blank=True)
    thanks_asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    thanks_asked_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    thanks_link_version = models.PositiveIntegerField(default=0, editable=False)
    # The first day of the month it is the lesson of; one a month.
    month = models.DateField(null=True, blank=True, unique=True, editable=False)

    objects = LessonQuerySet.as_manager()

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("ideas:lesson", args=[self.pk])

    @property
    def is_asked_of_sender(self) -> bool:
        return not self.is_public and self.public_asked_at is not None

    @property
    def is_of_month(self) -> bool:
        """The one of this month (Oslo)."""
        return self.month is not None and self.month == norwegian.today().replace(day=1)

    @property
    def is_thanked(self) -> bool:
        return self.thanked_at is not None

    def thanks_token(self) -> str:
        """For the director's page; closed when somebody has thanked, or a new link has been sent."""
        return links.make(THANKS, self.pk, self.thanks_link_version)


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
