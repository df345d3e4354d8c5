"""A meeting and its materials. Times are instants; people see Europe/Oslo."""

from __future__ import annotations

import datetime as dt
import uuid
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.files.storage import storages
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from meetings.querysets import MeetingQuerySet
from partnership.common import norwegian
from partnership.common.fields import URLField
from partnership.common.versions import Versioned
from partnership.partners.models import Partner
from partnership.people.models import Seat, User, phone_validator


def new_uid() -> str:
    """The calendar's name for the meeting, made once and never changed (RFC 5545 section 3.8.4.7)."""
    return f"{uuid.uuid4()}@{settings.PORTAL_HOST.split(':')[0]}"


WORDS = ("title", "kind", "purpose", "challenge")


@lru_cache(maxsize=4096)
def _address(pk: int) -> str:
    """Looked up once a meeting: lists and feeds ask for it row by row."""
    return reverse("meetings:detail", args=[pk])


class Meeting(Versioned):
    class Kind(models.TextChoices):
        MEETING = "meeting", _("meeting")
        DIALOGUE = "dialogue", _("dialogue meeting")
        GATHERING = "gathering", _("gathering")
        WORKSHOP = "workshop", _("workshop")
        KICKOFF = "kickoff", _("kick-off meeting")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("sent out")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("cancelled")

    class Rhythm(models.TextChoices):
        """How a series goes on."""

        NONE = "", _("no series")
        HALF_YEAR = "half_year", _("every spring and autumn")
        DATES = "dates", _("on dates we choose")

    # Who has it: a partner, or the seat of a contact or broker.
    owner_partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=_("hosting partner"),
    )
    owner_seat = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="meetings", verbose_name=_("hosting role")
    )
    cohosts = models.ManyToManyField(
        Partner, blank=True, related_name="cohosted_meetings", verbose_name=_("together with")
    )
    host = models.ForeignKey(User, models.PROTECT, related_name="hosted_meetings", verbose_name=_("host"))
    host_phone = models.CharField(_("host's phone"), max_length=20, validators=[phone_validator])

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.MEETING)
    title = models.CharField(_("title"), max_length=160)
    purpose = models.TextField(_("purpose"), blank=True)
    challenge = models.CharField(_("shared challenge"), max_length=300, blank=True)
    target_group = models.CharField(_("for whom"), max_length=300, blank=True)
    language = models.CharField(
        _("language"),
        max_length=5,
        default="nb",
        choices=[("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")],
    )

    start = models.DateTimeField(_("starts"))
    end = models.DateTimeField(_("ends"))
    answer_by = models.DateField(_("answer by"), null=True, blank=True)
    is_save_the_date = models.BooleanField(_("hold the date: the programme comes later"), default=False)

    join_url = URLField(_("meeting link"), max_length=1000, blank=True)
    join_service = models.CharField(max_length=20, blank=True, editable=False)
    join_id = models.CharField(_("meeting id"), max_length=60, blank=True)
    join_passcode = models.CharField(_("passcode"), max_length=60, blank=True)
    join_phone = models.CharField(_("dial-in"), max_length=80, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    address = models.CharField(_("street address"), max_length=200, blank=True)
    capacity = models.PositiveIntegerField(_("seats in the room"), null=True, blank=True)
    # Of ``wishes.Asks``: what people are asked for when they have answered.
    asks = ArrayField(models.CharField(max_length=6), default=list, blank=True, verbose_name=_("what we ask for"))

    # A series is a chain: each meeting names the one before, and has one next.
    rhythm = models.CharField(_("series"), max_length=9, choices=Rhythm.choices, default=Rhythm.NONE, blank=True)
    follows = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="followers",
        editable=False,
        verbose_name=_("the meeting before"),
    )

    is_public = models.BooleanField(_("open: has a public page where anyone may ask to join"), default=False)
    is_demo = models.BooleanField(default=False, editable=False)
    source = models.CharField(_("source"), max_length=400, blank=True, editable=False)

    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancel_reason = models.TextField(blank=True, editable=False)
    agreed = models.TextField(_("what was agreed"), blank=True, help_text=_("Goes into the thank-you mail."))
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    # The calendar object (RFC 5545/5546): one UID for life; sequence grows when time, place or state changes.
    uid = models.CharField(max_length=120, unique=True, default=new_uid, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    dtstamp = models.DateTimeField(default=timezone.now, editable=False)
    # What those invited were last told; a difference is a change that has not been sent.
    announced = models.JSONField(default=dict, blank=True, editable=False)
    # When anything of it, or of its programme, last changed: the version of calendar feeds.
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    # Only after ``with_reply_counts``, and the last two after ``with_tasks``.
    comes: int
    maybe: int
    declined: int
    silent: int
    invited: int
    present: int
    asking: int
    refused: int
    told_at: dt.datetime | None  # only after ``with_told_at``
    previous_held: int | None  # only after ``with_previous_held``
    sending_held: bool  # only after ``with_sending_held``

    objects = MeetingQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["uid", "dtstamp", "announced", "sequence", "version", "changed_at"])

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-start", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner_partner__isnull=False, owner_seat__isnull=True)
                | Q(owner_partner__isnull=True, owner_seat__isnull=False),
                name="meeting_one_owner",
            ),
            models.CheckConstraint(
                condition=Q(end__gt=F("start")),
                name="meeting_ends_after_start",
                violation_error_message=_("The meeting must end after it starts."),
            ),
            models.UniqueConstraint(
                fields=["follows"], condition=~Q(state="cancelled"), name="meeting_one_next_in_series"
            ),
        ]
        indexes = [
            models.Index(F("start").desc(), F("id").desc(), name="meeting_newest"),
            models.Index(fields=["state", "start"], name="meeting_state"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return _address(self.pk)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.changed_at = timezone.now()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "changed_at"}
        super().save(*args, **kwargs)

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def is_over(self) -> bool:
        return self.end <= timezone.now()

    @property
    def feedback_until(self) -> dt.date:
        """The last day for the questions afterwards: a week after the mail that asks them."""
        return norwegian.next_working_day(norwegian.local(self.end).date()) + dt.timedelta(days=7)

    @property
    def takes_feedback(self) -> bool:
        return self.is_over and norwegian.today() <= self.feedback_until

    @property
    def is_upcoming(self) -> bool:
        return self.end > timezone.now() and not self.is_cancelled

    @property
    def is_under_way(self) -> bool:
        return self.start <= timezone.now() < self.end and not self.is_cancelled

    @property
    def is_the_day(self) -> bool:
        """Today is its day, or one of its days, and it is neither cancelled nor over."""
        if self.is_over:
            return False
        first, last = norwegian.local(self.start).date(), norwegian.local(self.end).date()
        return self.is_published and first <= norwegian.today() <= last

    @property
    def has_open_door(self) -> bool:
        """Whether the link into it is of use: until its last day is over, since meetings run late."""
        return bool(self.join_url) and norwegian.today() <= norwegian.local(self.end).date()

    @property
    def takes_answers(self) -> bool:
        """Sent out, not cancelled, and not over: one may change one's mind until the meeting ends."""
        return self.is_published and not self.is_over

    @property
    def is_digital(self) -> bool:
        return bool(self.join_url)

    @property
    def has_room(self) -> bool:
        return bool(self.place)

    @property
    def where_is_known(self) -> bool:
        return self.is_digital or self.has_room

    @property
    def where(self) -> str:
        """«Teams», «Rådhuset, Verdal», or both; empty where it never came to be known."""
        digital = self.join_service or _("Digital") if self.join_url else ""
        known = " / ".join(str(part) for part in (self.place, digital) if part)
        return known or ("" if self.is_over else str(_("Place comes later")))

    @property
    def where_exactly(self) -> str:
        """``where``, with the street address after the place."""
        if not (self.place and self.address):
            return self.where
        return self.where.replace(self.place, f"{self.place}, {self.address}", 1)

    @property
    def short_name(self) -> str:
        """«Dialogmøte 15. desember»."""
        day = norwegian.format_day(norwegian.local(self.start).date(), weekday=False)
        return f"{self.get_kind_display().capitalize()} {day}"

    @property
    def is_retold(self) -> bool:
        """Held before the portal was there: known is what the source tells, the day but neither clock nor host."""
        return bool(self.source)

    @property
    def when(self) -> str:
        if self.is_retold:
            return norwegian.format_day(norwegian.local(self.start).date(), year=True)
        return norwegian.format_span(self.start, self.end)

    @property
    def owner_name(self) -> str:
        if self.owner_partner:
            return self.owner_partner.name
        return self.owner_seat.title if self.owner_seat else ""

    def announcement(self) -> dict[str, Any]:
        """What a person must know to turn up: what a change of is worth a mail."""
        return {
            "start": self.start.astimezone(norwegian.OSLO).isoformat(),
            "end": self.end.astimezone(norwegian.OSLO).isoformat(),
            "place": self.place,
            "address": self.address,
            "join_url": self.join_url,
            "join_service": self.join_service,
            "is_save_the_date": self.is_save_the_date,
        }

    def words(self) -> dict[str, Any]:
        """What may be corrected without a mail: each sending says it as it stood when it was pressed."""
        return {name: getattr(self, name) for name in WORDS} | {
            "answer_by": self.answer_by.isoformat() if self.answer_by else None
        }

    @property
    def people_hold_the_date(self) -> bool:
        """By what they were last told, whatever stands in the form now."""
        return bool(self.announced.get("is_save_the_date", self.is_save_the_date))

    @property
    def has_unsent_change(self) -> bool:
        return self.is_published and bool(self.announced) and bool(self.unsent_changes)

    @property
    def unsent_changes(self) -> set[str]:
        """Names of what differs from what people were last told; the service's name is only a word for the link."""
        now = self.announcement()
        return {name for name in now.keys() - {"join_service"} if self.announced.get(name, now[name]) != now[name]}


def private_storage() -> Any:
    return storages["default"]


class Material(models.Model):
    """A file or a link that belongs to a meeting. Files are served only through the access check."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="materials", verbose_name=_("meeting"))
    title = models.CharField(_("title"), max_length=160)
    file = models.FileField(_("file"), upload_to="meetings/%Y/", storage=private_storage, blank=True, max_length=255)
    content_type = models.CharField(max_length=100, blank=True, editable=False)
    size = models.PositiveIntegerField(default=0, editable=False)
    url = URLField(_("link"), max_length=1000, blank=True)
    added_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(file="") & ~Q(url="")) | (~Q(file="") & Q(url="")),
                name="material_file_or_link",
                violation_error_message=_("Choose a file or write a link, one of them."),
            )
        ]

    def __str__(self) -> str:
        return self.title
