"""Municipalities that need the same, and municipalities somebody follows."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.models.idea import Idea
from ideas.querysets import FollowQuerySet, SameNeedQuerySet
from municipalities.models import Municipality
from partnership.people.models import User


class SameNeed(models.Model):
    """Two ideas of two municipalities; both contacts say yes before either learns who the other is."""

    first = models.ForeignKey(Idea, models.CASCADE, related_name="+")
    second = models.ForeignKey(Idea, models.CASCADE, related_name="+")
    proposed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    first_yes_at = models.DateTimeField(null=True, blank=True)
    first_yes_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    second_yes_at = models.DateTimeField(null=True, blank=True)
    second_yes_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    declined_at = models.DateTimeField(null=True, blank=True)
    introduced_at = models.DateTimeField(null=True, blank=True)

    objects = SameNeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("the same need")
        verbose_name_plural = _("the same needs")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="same_need_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="same_need_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} – {self.second}"

    def get_absolute_url(self) -> str:
        return reverse("ideas:same_need", args=[self.pk])


class Follow(models.Model):
    """«Følg kommunen»: somebody wants to know what comes of its ideas that they may see."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="followers")
    person = models.ForeignKey(User, models.CASCADE, related_name="follows")
    since = models.DateTimeField(default=timezone.now)

    objects = FollowQuerySet.as_manager()

    class Meta:
        verbose_name = _("follower of a municipality")
        verbose_name_plural = _("followers of municipalities")
        constraints = [models.UniqueConstraint(fields=["municipality", "person"], name="follow_once")]

    def __str__(self) -> str:
        return f"{self.person} – {self.municipality}"
