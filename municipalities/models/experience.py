"""What a municipality tried, and what others can have of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from municipalities.models.place import Municipality
from municipalities.querysets.experience import ExperienceQuerySet
from partnership.common.fields import URLField
from partnership.common.versions import Versioned
from partnership.partners.models import Theme
from partnership.people.models import User


class Experience(Versioned):
    """A draft is the municipality's own; once published it is for everybody, until it is taken back."""

    class Outcome(models.TextChoices):
        WORKED = "worked", _("it worked")
        PARTLY = "partly", _("it worked in part")
        DID_NOT = "did_not", _("it did not work")
        UNDER_WAY = "under_way", _("it is under way")

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="experiences", verbose_name=_("municipality")
    )
    title = models.CharField(_("title"), max_length=160)
    outcome = models.CharField(_("how it went"), max_length=10, choices=Outcome.choices, default=Outcome.WORKED)
    need = models.TextField(_("the need"), blank=True)
    done = models.TextField(_("what was done"), blank=True)
    partners = models.TextField(_("who took part"), blank=True)
    money = models.TextField(_("money"), blank=True)
    result = models.TextField(_("the result"), blank=True)
    lesson = models.TextField(_("what we learned"), blank=True)
    reuse = models.TextField(_("what others can use"), blank=True)
    themes = models.ManyToManyField(Theme, related_name="experiences", blank=True, verbose_name=_("themes"))
    contact_name = models.CharField(
        _("who can tell more"), max_length=120, blank=True, help_text=_("When empty: the FoUI contact.")
    )
    contact_email = models.EmailField(_("e-mail address of who can tell more"), blank=True)
    source_name = models.CharField(_("source"), max_length=200, blank=True)
    source_url = URLField(_("link to the source"), max_length=1000, blank=True)

    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)

    objects = ExperienceQuerySet.as_manager()

    class Meta:
        verbose_name = _("experience")
        verbose_name_plural = _("experiences")
        ordering = ["-published_at", "-pk"]
        indexes = [
            models.Index(
                fields=["-published_at", "-id"],
                condition=Q(published_at__isnull=False),
                name="experience_newest",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("overview:experience", args=[self.pk])

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class ExperiencePicture(models.Model):
    """Re-drawn when it comes in: of a bounded size, and without what the camera wrote in it. Pixels."""

    experience = models.ForeignKey(Experience, models.CASCADE, related_name="pictures")
    file = models.ImageField(_("picture"), upload_to="erfaringer/%Y/", width_field="width", height_field="height")
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    alt = models.CharField(_("what the picture shows"), max_length=300)
    credit = models.CharField(_("photographer"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["order", "id"]
        constraints = [models.CheckConstraint(condition=~Q(alt=""), name="picture_says_what_it_shows")]

    def __str__(self) -> str:
        return self.alt


class Trial(models.Model):
    """«Vi vil prøve»: a municipality wants to do the same. Once a municipality."""

    experience = models.ForeignKey(Experience, models.CASCADE, related_name="trials")
    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="trials")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    note = models.CharField(_("what you would like to know"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("wish to try")
        verbose_name_plural = _("wishes to try")
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["experience", "municipality"], name="trial_once_a_municipality")
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.experience}"
