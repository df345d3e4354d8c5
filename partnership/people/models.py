"""Persons, the roles that last (seats), and who holds them from when to when (terms)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnership.common import norwegian
from partnership.common.history import ReasonedHistory
from partnership.common.names import person_name
from partnership.common.ranges import DayRange
from partnership.people.querysets import (
    AbsenceQuerySet,
    HandoverProposalQuerySet,
    RoleTermQuerySet,
    SeatQuerySet,
    UserQuerySet,
)

CONFIRMED_FOR = dt.timedelta(days=365)

phone_validator = RegexValidator(r"^\+?[0-9 ]{5,20}$", _("Write the number with digits, such as 400 00 010."))


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, name: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), name=name, **fields)
        user.set_password(password) if password else user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, name: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, name, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Somebody who has or had a term, or was named to work on an idea. Signs in with an e-mail address."""

    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=120, validators=[person_name])
    sort_name = models.CharField(max_length=160, editable=False, db_index=True, db_collation="C")
    phone = models.CharField(_("phone"), max_length=20, blank=True, validators=[phone_validator])
    language = models.CharField(
        _("language"),
        max_length=5,
        default="nb",
        choices=[("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")],
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_superuser = models.BooleanField(_("superuser"), default=False)
    date_joined = models.DateTimeField(_("registered"), default=timezone.now)
    last_seen = models.DateTimeField(_("last heard from"), null=True, blank=True)
    feed_version = models.PositiveIntegerField(default=1, editable=False)

    objects = UserManager.from_queryset(UserQuerySet)()
    history = ReasonedHistory(excluded_fields=["password", "last_login", "last_seen", "sort_name", "feed_version"])

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.strip().lower()
        self.sort_name = norwegian.sort_key(self.name)
        if set(kwargs.get("update_fields") or ["all"]) <= {"last_login", "last_seen"}:
            self.skip_history_when_saving = True  # signing in is no change anybody asks about later
        super().save(*args, **kwargs)
        self.__dict__.pop("skip_history_when_saving", None)

    @property
    def first_name(self) -> str:
        return self.name.split(" ", 1)[0]

    @property
    def is_staff(self) -> bool:
        """Django's admin asks for it; the portal's admin site answers from its own rule instead."""
        return self.is_superuser

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return self.is_active and self.is_superuser

    def has_perms(self, perm_list: Any, obj: Any = None) -> bool:
        return self.is_active and self.is_superuser

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_superuser


class SeatKind(models.TextChoices):
    CONTACT = "contact", _("FoUI contact")
    BROKER = "broker", _("competence broker")
    OFFICER = "officer", _("adviser at a partner")


class Seat(models.Model):
    """A role that lasts while persons come and go. Always one of its subclasses in higher apps.

    ``place`` is the short name of where the role is (Frosta, Proneo, KS Trøndelag), kept by the subclass.
    """

    KIND: SeatKind
    current_terms: list[RoleTerm]  # only after ``with_current_terms``

    kind = models.CharField(_("kind of role"), max_length=10, choices=SeatKind.choices, editable=False)
    place = models.CharField(_("where"), max_length=120, editable=False)
    sort_place = models.CharField(max_length=160, editable=False, db_index=True, db_collation="C")
    role_email = models.EmailField(
        _("role address"),
        blank=True,
        help_text=_("An address that follows the role. Shown on the role's page."),
    )
    closed_on = models.DateField(
        _("closed from"), null=True, blank=True, help_text=_("The role does not exist from this day.")
    )
    enquired_at = models.DateTimeField(_("asked the municipality"), null=True, blank=True, editable=False)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        if hasattr(self, "KIND"):
            self.kind = self.KIND
            self.place = self.place_name()
            self.sort_place = norwegian.sort_key(self.place)
        super().save(*args, **kwargs)

    def place_name(self) -> str:
        """Where the role is: what its subclass says, and otherwise what was written when it was last saved."""
        return self.place

    @property
    def title(self) -> str:
        """«FoUI-kontakt i Frosta», «kompetansemegler, Proneo»."""
        if self.kind == SeatKind.CONTACT:
            return _("FoUI contact in %(place)s") % {"place": self.place}
        if self.kind == SeatKind.BROKER:
            return _("competence broker, %(place)s") % {"place": self.place}
        return _("adviser at %(place)s") % {"place": self.place}

    @property
    def is_closed(self) -> bool:
        return self.closed_on is not None and self.closed_on <= norwegian.today()


class RoleTerm(models.Model):
    """Who holds a seat, or stands in for its holder, from ``since`` until ``until`` (exclusive; Oslo days)."""

    class Capacity(models.TextChoices):
        HOLDER = "holder", _("holder")
        DEPUTY = "deputy", _("deputy")

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="terms", verbose_name=_("role"))
    person = models.ForeignKey(User, models.PROTECT, related_name="terms", verbose_name=_("person"))
    capacity = models.CharField(_("as"), max_length=8, choices=Capacity.choices, default=Capacity.HOLDER)
    since = models.DateField(_("from"), default=norwegian.today)
    until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The first day the person no longer has the role.")
    )
    last_confirmed = models.DateTimeField(_("last confirmed"), null=True, blank=True)
    asked_at = models.DateTimeField(_("asked «still you?»"), null=True, blank=True, editable=False)
    started_at = models.DateTimeField(_("taken over"), null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("handed over"), null=True, blank=True, editable=False)
    planned_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("planned by")
    )
    newcomer_done = models.JSONField(_("steps done as new"), default=list, blank=True, editable=False)

    objects = RoleTermQuerySet.as_manager()
    history = ReasonedHistory()

    class Meta:
        verbose_name = _("time in a role")
        verbose_name_plural = _("times in roles")
        ordering = ["since", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="term_ends_after_start"
            ),
            ExclusionConstraint(
                name="term_one_holder_a_day",
                expressions=[
                    ("seat", RangeOperators.EQUAL),
                    (DayRange("since", "until"), RangeOperators.OVERLAPS),
                ],
                condition=Q(capacity="holder"),
                violation_error_message=_("Somebody else has the role in that time. End that first, or hand over."),
            ),
            ExclusionConstraint(
                name="term_one_person_once",
                expressions=[
                    ("seat", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (DayRange("since", "until"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This person already has a part in the role in that time."),
            ),
        ]
        indexes = [models.Index(fields=["person", "since"], name="term_person")]

    def __str__(self) -> str:
        return f"{self.person} – {self.seat}"

    def get_absolute_url(self) -> str:
        return reverse("overview:handover", args=[self.seat_id])

    def is_current(self, on: dt.date | None = None) -> bool:
        on = on or norwegian.today()
        return self.since <= on and (self.until is None or on < self.until)

    @property
    def last_day(self) -> dt.date | None:
        return self.until and self.until - dt.timedelta(days=1)

    @property
    def is_confirmed(self) -> bool:
        """Heard from within twelve months; a new term is confirmed by beginning."""
        heard = self.last_confirmed or norwegian.at(self.since, dt.time())
        return heard > timezone.now() - CONFIRMED_FOR

    @property
    def is_deputy(self) -> bool:
        return self.capacity == self.Capacity.DEPUTY


class HandoverProposal(models.Model):
    """Said by the link in a mail, which anyone may have got: who takes a role over, or when the holder leaves.

    Nothing happens before an officer has accepted it. ``on`` is the first day the holder no longer has the role;
    without a name nobody takes over.
    """

    term = models.ForeignKey(RoleTerm, models.CASCADE, related_name="proposals", verbose_name=_("time in a role"))
    on = models.DateField(_("from"))
    name = models.CharField(_("name"), max_length=120, blank=True, validators=[person_name])
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True, validators=[phone_validator])
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now)
    closed_at = models.DateTimeField(_("settled"), null=True, blank=True)
    closed_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("settled by")
    )
    was_accepted = models.BooleanField(_("accepted"), null=True, blank=True)

    objects = HandoverProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed hand-over")
        verbose_name_plural = _("proposed hand-overs")
        ordering = ["proposed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["term"], condition=Q(closed_at__isnull=True), name="proposal_one_open_a_term"
            )
        ]

    def __str__(self) -> str:
        return f"{self.term}: {self.on}"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


class Absence(models.Model):
    """«Jeg er borte til …»: what waits, waits for the deputy meanwhile. ``until`` is the first day back."""

    person = models.ForeignKey(User, models.CASCADE, related_name="absences", verbose_name=_("person"))
    since = models.DateField(_("from"), default=norwegian.today)
    until = models.DateField(_("back on"))
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="absence_ends_after_start"),
            ExclusionConstraint(
                name="absence_no_overlap",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (DayRange("since", "until"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("You are already away in that time."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.since} – {self.until}"

    @property
    def has_begun(self) -> bool:
        return self.since <= norwegian.today()
