"""What people say when they answer, of what the organiser has chosen to ask."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models.invitation import Invitation
from meetings.querysets import PracticalNeedQuerySet, WishQuerySet
from partnership.partners.models import Partner, Theme
from partnership.people.models import User


class Asks(models.TextChoices):
    """The whole set: a meeting asks some of it, and nothing else."""

    THEMES = "themes", _("which themes people care about")
    CASE = "case", _("a case or need to bring")
    ACCESS = "access", _("captions, sign language and other access needs")
    FOOD = "food", _("food, for those in the room")


class Wish(models.Model):
    """A theme somebody cares about; ``order`` 1 is the dearest."""

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="wishes", verbose_name=_("invitation"))
    theme = models.ForeignKey(Theme, models.CASCADE, related_name="+", verbose_name=_("theme"))
    order = models.PositiveSmallIntegerField(_("order"), default=1)

    objects = WishQuerySet.as_manager()

    class Meta:
        verbose_name = _("theme of interest")
        verbose_name_plural = _("themes of interest")
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["invitation", "theme"], name="wish_once")]

    def __str__(self) -> str:
        return f"{self.invitation}: {self.theme}"


class BroughtCase(models.Model):
    """A case or need that somebody brings to the meeting; shown in the group, and to the organiser."""

    invitation = models.OneToOneField(
        Invitation, models.CASCADE, related_name="brought_case", verbose_name=_("invitation")
    )
    text = models.TextField(_("case or need"), max_length=1000)
    wants_idea = models.BooleanField(_("make a project idea of it"), default=False)
    at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        verbose_name = _("case that is brought")
        verbose_name_plural = _("cases that are brought")

    def __str__(self) -> str:
        return f"{self.invitation}: {self.text[:60]}"


class PracticalNeed(models.Model):
    """Health and food: for the host alone, never in mail, and gone thirty days after the meeting
    (personopplysningsloven; GDPR article 9 and 5 no. 1 e).

    ``host`` is who it was said to, and ``partner`` whose adviser that was: making oneself host afterwards opens none
    of it for another partner. No partner: said to the role that has the meeting, or to nobody's adviser.
    """

    invitation = models.OneToOneField(
        Invitation, models.CASCADE, related_name="practical_need", verbose_name=_("invitation")
    )
    captions = models.BooleanField(_("captions"), default=False)
    sign_language = models.BooleanField(_("sign language interpreter"), default=False)
    access = models.CharField(_("other access needs"), max_length=300, blank=True)
    food = models.CharField(_("food"), max_length=300, blank=True)
    host = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    partner = models.ForeignKey(Partner, models.CASCADE, null=True, blank=True, related_name="+", editable=False)

    objects = PracticalNeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("practical need")
        verbose_name_plural = _("practical needs")

    def __str__(self) -> str:
        return str(self.pk)
