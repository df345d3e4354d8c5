"""An invitation to one person, and every answer given to it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from meetings.models.audience import GuestRole
from meetings.models.meeting import Meeting
from meetings.querysets import InvitationQuerySet
from partnership.common import links, norwegian
from partnership.people.models import Seat, User

PURPOSE = "invitation"


class Reply(models.TextChoices):
    SILENT = "", _("silent")
    COMES = "comes", _("comes")
    MAYBE = "maybe", _("maybe")
    DECLINED = "declined", _("does not come")


class Attends(models.TextChoices):
    UNSAID = "", _("not said")
    ROOM = "room", _("in the room")
    DIGITAL = "digital", _("digitally")


class Attendance(models.TextChoices):
    UNSAID = "", _("not noted")
    PRESENT = "present", _("was there")
    NOTICE = "notice", _("absent with notice")
    ABSENT = "absent", _("absent")


class Source(models.TextChoices):
    LINK = "link", _("from the mail")
    PORTAL = "portal", _("in the portal")
    ORGANISER = "organiser", _("noted by the organiser")
    CALENDAR = "calendar", _("from the calendar")
    DELEGATE = "delegate", _("by a colleague")


class Invitation(models.Model):
    """One person's place in a meeting. ``email`` is fixed when first sent: it is the calendar's ATTENDEE.

    ``person`` is set for those with a sign-in, ``seat`` when it was the role that was invited; a guest has
    neither. The current answer stands on the row; ``Answer`` keeps them all.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="invitations", verbose_name=_("meeting"))
    person = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="invitations", verbose_name=_("person")
    )
    seat = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="invitations", verbose_name=_("role")
    )
    name = models.CharField(_("name"), max_length=120)
    sort_name = models.CharField(max_length=160, editable=False, db_collation="C")
    email = models.EmailField(_("e-mail address"))
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    role = models.CharField(_("role"), max_length=10, blank=True, choices=GuestRole.choices)
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    sort_organisation = models.CharField(max_length=200, editable=False, default="", db_collation="C")

    # Who brought or replaced whom.
    replaces = models.OneToOneField(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("comes instead of"),
    )
    brought_by = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="companions",
        verbose_name=_("brought along by"),
    )

    reply = models.CharField(_("answer"), max_length=8, choices=Reply.choices, default=Reply.SILENT, blank=True)
    attends = models.CharField(
        _("takes part"), max_length=8, choices=Attends.choices, default=Attends.UNSAID, blank=True
    )
    comment = models.CharField(_("message to the host"), max_length=500, blank=True)
    replied_at = models.DateTimeField(_("answered"), null=True, blank=True)
    reply_source = models.CharField(_("how"), max_length=10, choices=Source.choices, blank=True)
    waiting_since = models.DateTimeField(_("on the waiting list since"), null=True, blank=True)
    # A place in the room that is held until the person answers: that of the colleague they come for.
    place_kept_at = models.DateTimeField(_("a place is kept since"), null=True, blank=True)
    # Since when the colleague they come for had waited: their turn too, also before they answer.
    waits_from = models.DateTimeField(null=True, blank=True, editable=False)

    # The database's own default: invitations are written by INSERT … SELECT.
    attendance = models.CharField(
        _("attendance"), max_length=7, choices=Attendance.choices, blank=True, db_default=Attendance.UNSAID
    )

    # That the person has answered the questions after the meeting; what they said lies apart (``feedback.Feedback``).
    feedback_on = models.DateField(_("answered the questions"), null=True, blank=True, editable=False)

    # The calendar object as this person has it; ``sequence`` is where its versions begin (``calendar_versions``).
    organizer_email = models.EmailField(blank=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    link_version = models.PositiveIntegerField(default=1, editable=False)

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # When the invitation leaves the house: until then it can be undone, and the person sees nothing of the meeting.
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, blank=True, editable=False)
    withdrawn_reason = models.CharField(max_length=300, blank=True, editable=False)

    # Only after ``with_what_came_of_it``: of the meeting.
    done: int
    total: int
    has_agreed: bool

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["sort_organisation", "sort_name", "id"]
        constraints = [
            models.UniqueConstraint(
                "meeting",
                Lower("email"),
                condition=Q(withdrawn_at__isnull=True),
                name="invitation_one_an_address",
            ),
            models.CheckConstraint(
                condition=Q(seat__isnull=True) | Q(person__isnull=False), name="invitation_seat_has_person"
            ),
            models.CheckConstraint(
                condition=Q(waiting_since__isnull=True) | Q(reply="comes"),
                name="invitation_waits_only_if_coming",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "meeting"], name="invitation_person"),
            models.Index(fields=["meeting", "reply"], name="invitation_reply"),
            models.Index(fields=["meeting", "sort_organisation", "sort_name", "id"], name="invitation_listed"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.organisation}" if self.organisation else self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.email = self.email.strip().lower()
        self.sort_name = norwegian.sort_key(self.name)
        self.sort_organisation = norwegian.sort_key(self.organisation)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def first_name(self) -> str:
        return self.name.split(" ", 1)[0]

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def is_waiting(self) -> bool:
        return self.waiting_since is not None

    @property
    def has_place(self) -> bool:
        return self.reply == Reply.COMES and not self.is_waiting

    @property
    def was_there(self) -> bool:
        """As noted on the day; while nothing is noted, as answered."""
        return self.attendance == Attendance.PRESENT if self.attendance else self.has_place

    @property
    def may_give_feedback(self) -> bool:
        """Once, in the days after the meeting, whoever was there."""
        is_open = self.meeting.takes_feedback and self.opens_what_came_of_it
        return self.feedback_on is None and self.was_there and is_open

    @property
    def said(self) -> str:
        """The receipt for the answer, in words."""
        if self.is_waiting:
            text = gettext("The room is full. You are on the waiting list, and get a mail when there is a place.")
            return f"{text} {gettext('You can also take part digitally.')}" if self.meeting.is_digital else text
        return {
            Reply.SILENT: gettext("You have not answered."),
            Reply.COMES: gettext("Thank you. You come."),
            Reply.MAYBE: gettext("Thank you. You may come."),
            Reply.DECLINED: gettext("Thank you. You do not come."),
        }[Reply(self.reply)]

    @property
    def answered_other_time(self) -> bool:
        """The meeting has been moved since the answer."""
        return bool(self.replied_at and self.meeting.sequence and self.replied_at < self.meeting.dtstamp)

    @property
    def opens_what_came_of_it(self) -> bool:
        """Whether the link shows agreements, files and programme, now that the meeting has been held."""
        return self.meeting.is_over and not self.meeting.is_cancelled and not self.is_withdrawn

    @property
    def role_text(self) -> str:
        """«FoUI-kontakt», «forsker» …: in what role the person was invited."""
        if self.seat_id and self.seat:
            return str(self.seat.get_kind_display())
        return str(self.get_role_display()) if self.role else ""

    @property
    def thread(self) -> str:
        """Mail of one thread leaves in order: a cancellation never overtakes its invitation."""
        return f"invitation:{self.pk}"

    def token(self) -> str:
        return links.make(PURPOSE, self.pk, self.link_version)


class Answer(models.Model):
    """Append-only: one answer, whoever gave it and however."""

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="answers", verbose_name=_("invitation"))
    reply = models.CharField(_("answer"), max_length=8, choices=Reply.choices, blank=True)
    attends = models.CharField(_("takes part"), max_length=8, choices=Attends.choices, blank=True)
    comment = models.CharField(_("message to the host"), max_length=500, blank=True)
    source = models.CharField(_("how"), max_length=10, choices=Source.choices)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    sequence = models.PositiveIntegerField(_("answered to version"), default=0)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.invitation}: {self.get_reply_display()}"
