"""Whom a meeting is for: a rule over roles, single persons, guests; and guests who ask to join."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models.meeting import Meeting
from municipalities.models import Municipality, RegionalCouncil
from partnership.partners.models import Theme
from partnership.people.models import SeatKind, User


class GuestRole(models.TextChoices):
    RESEARCHER = "researcher", _("researcher")
    LEADER = "leader", _("leader")
    POLITICIAN = "politician", _("politician")
    UNION = "union", _("union representative")
    EMPLOYEE = "employee", _("employee")
    OTHER = "other", _("guest")


class Audience(models.Model):
    """The rule: holders of these kinds of role, narrowed by place or theme; and these persons besides.

    An empty set of councils, municipalities or themes narrows nothing; themes narrow brokers only.
    """

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="audience", verbose_name=_("meeting"))
    kinds = ArrayField(
        models.CharField(max_length=10, choices=SeatKind.choices),
        default=list,
        blank=True,
        verbose_name=_("roles"),
    )
    councils = models.ManyToManyField(
        RegionalCouncil, blank=True, related_name="+", verbose_name=_("regional councils")
    )
    municipalities = models.ManyToManyField(
        Municipality, blank=True, related_name="+", verbose_name=_("municipalities")
    )
    themes = models.ManyToManyField(Theme, blank=True, related_name="+", verbose_name=_("themes"))
    persons = models.ManyToManyField(User, blank=True, related_name="+", verbose_name=_("persons"))

    class Meta:
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")

    def __str__(self) -> str:
        return str(self.meeting)


class AudienceGuest(models.Model):
    """A person without an account whom the organiser wants to invite."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="guests", verbose_name=_("meeting"))
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=10, choices=GuestRole.choices, default=GuestRole.OTHER)
    organisation = models.CharField(_("organisation"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("guest")
        verbose_name_plural = _("guests")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                "meeting",
                Lower("email"),
                name="guest_once",
                violation_error_message=_("This address is already among the guests."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class JoinRequest(models.Model):
    """A guest asks to join a public meeting; the organiser approves."""

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="join_requests", verbose_name=_("meeting"))
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=10, choices=GuestRole.choices, default=GuestRole.OTHER)
    organisation = models.CharField(_("organisation"), max_length=120, blank=True)
    message = models.TextField(_("message"), blank=True, max_length=1000)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )

    class Meta:
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        ordering = ["asked_at"]
        constraints = [models.UniqueConstraint("meeting", Lower("email"), name="join_request_once")]

    def __str__(self) -> str:
        return self.name
