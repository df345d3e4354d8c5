"""«Finn dato»: up to five proposed dates, the few who are asked, and what each of them has marked."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from meetings.models.meeting import Meeting
from meetings.querysets import AskedPersonQuerySet, DatePollQuerySet
from partnership.common import links, norwegian
from partnership.partners.models import Partner
from partnership.people.models import Seat, User

if TYPE_CHECKING:
    from meetings.models.audience import AudienceGuest

MARKS = "date-marks"
MOST_DATES = 5
MOST_PEOPLE = 20


class DatePoll(models.Model):
    """Which date suits. A draft until it is sent; open until a date is chosen or it is ended without one.

    Whose it is: a partner's, or the seat's of a contact or broker, as of meetings.
    """

    owner_partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="date_polls", verbose_name=_("hosting partner")
    )
    owner_seat = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="date_polls", verbose_name=_("hosting role")
    )
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="date_polls", verbose_name=_("asked by"))
    title = models.CharField(_("title"), max_length=160)
    why = models.TextField(_("what it is about"), blank=True, max_length=1000)
    minutes = models.PositiveSmallIntegerField(_("length in minutes"), default=60)
    answer_by = models.DateField(_("answer by"))
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)
    chosen = models.OneToOneField(
        "ProposedDate", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    meeting = models.OneToOneField(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="date_poll", verbose_name=_("meeting")
    )
    is_demo = models.BooleanField(default=False, editable=False)

    # Only after ``with_counts``.
    asked_count: int
    marked_count: int

    objects = DatePollQuerySet.as_manager()

    class Meta:
        verbose_name = _("date poll")
        verbose_name_plural = _("date polls")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner_partner__isnull=False, owner_seat__isnull=True)
                | Q(owner_partner__isnull=True, owner_seat__isnull=False),
                name="date_poll_one_owner",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=1440), name="date_poll_five_minutes_to_a_day"
            ),
            models.CheckConstraint(
                condition=Q(chosen__isnull=True) | Q(ended_at__isnull=False), name="date_poll_chosen_is_ended"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meetings:date_poll", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.sent_at is None

    @property
    def is_open(self) -> bool:
        return self.sent_at is not None and self.ended_at is None

    @property
    def is_late(self) -> bool:
        """The day people were asked to answer by has passed. Marks are taken until a date is chosen."""
        return self.is_open and self.answer_by < norwegian.today()

    @property
    def owner_name(self) -> str:
        if self.owner_partner:
            return self.owner_partner.name
        return self.owner_seat.title if self.owner_seat else ""


class ProposedDate(models.Model):
    poll = models.ForeignKey(DatePoll, models.CASCADE, related_name="dates", verbose_name=_("date poll"))
    start = models.DateTimeField(_("starts"))

    class Meta:
        verbose_name = _("proposed date")
        verbose_name_plural = _("proposed dates")
        ordering = ["start"]
        constraints = [models.UniqueConstraint(fields=["poll", "start"], name="proposed_date_once")]

    def __str__(self) -> str:
        return self.when

    @property
    def end(self) -> dt.datetime:
        return self.start + dt.timedelta(minutes=self.poll.minutes)

    @property
    def when(self) -> str:
        return norwegian.format_span(self.start, self.end)

    @property
    def near(self) -> str:
        """«15. desember kl. 9», where the weekday stands beside."""
        day = norwegian.format_day(norwegian.local(self.start).date(), weekday=False)
        return gettext("%(day)s at %(time)s") % {"day": day, "time": norwegian.format_time(self.start)}

    @property
    def has_been(self) -> bool:
        return self.start <= timezone.now()

    @property
    def is_working_day(self) -> bool:
        return norwegian.is_working_day(norwegian.local(self.start).date())


class AskedPerson(models.Model):
    """Somebody who is asked. ``person`` for those with a sign-in, ``seat`` the role it came through; a guest has
    neither. ``asked_at``, when the question leaves the house, is empty until somebody presses *send*."""

    poll = models.ForeignKey(DatePoll, models.CASCADE, related_name="asked", verbose_name=_("date poll"))
    person = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="asked_for_dates", verbose_name=_("person")
    )
    seat = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="asked_for_dates", verbose_name=_("role")
    )
    name = models.CharField(_("name"), max_length=120)
    sort_name = models.CharField(max_length=160, editable=False, db_collation="C")
    email = models.EmailField(_("e-mail address"))
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    comment = models.CharField(_("comment"), max_length=200, blank=True)
    asked_at = models.DateTimeField(_("asked"), null=True, blank=True, editable=False)
    marked_at = models.DateTimeField(_("marked"), null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True, editable=False)
    link_version = models.PositiveIntegerField(default=1, editable=False)

    objects = AskedPersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person asked for dates")
        verbose_name_plural = _("people asked for dates")
        ordering = ["sort_name", "id"]
        constraints = [
            models.UniqueConstraint("poll", Lower("email"), name="asked_person_once"),
            models.CheckConstraint(
                condition=Q(seat__isnull=True) | Q(person__isnull=False), name="asked_person_seat_has_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.organisation}" if self.organisation else self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.strip().lower()
        self.sort_name = norwegian.sort_key(self.name)
        super().save(*args, **kwargs)

    @property
    def first_name(self) -> str:
        return self.name.split(" ", 1)[0]

    @property
    def thread(self) -> str:
        return f"dates:{self.pk}"

    @property
    def group(self) -> str:
        """Of the mails of one press."""
        return f"date-poll:{self.poll_id}:{self.asked_at:%Y%m%d%H%M%S%f}"

    @property
    def is_held(self) -> bool:
        """The question can still be taken back."""
        return self.asked_at is not None and self.asked_at > timezone.now()

    def token(self) -> str:
        return links.make(MARKS, self.pk, self.link_version)

    @classmethod
    def of_guest(cls, poll: DatePoll, guest: AudienceGuest) -> AskedPerson:
        return cls(poll=poll, name=guest.name, email=guest.email, organisation=guest.organisation)


class DateMark(models.Model):
    class Suits(models.TextChoices):
        YES = "yes", _("suits")
        IF_NEEDED = "if_needed", _("if it must be")
        NO = "no", _("does not suit")

    asked = models.ForeignKey(AskedPerson, models.CASCADE, related_name="marks", verbose_name=_("who"))
    date = models.ForeignKey(ProposedDate, models.CASCADE, related_name="marks", verbose_name=_("date"))
    suits = models.CharField(_("mark"), max_length=9, choices=Suits.choices)

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["asked", "date"], name="date_mark_once")]

    def __str__(self) -> str:
        return f"{self.asked}: {self.get_suits_display()}"
