"""What a meeting leads to: what was agreed, who does what by when, and ideas that came up."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ideas.models import Idea
from meetings.models.groups import NoteField
from meetings.models.invitation import Invitation
from meetings.models.meeting import Meeting
from meetings.models.programme import ProgrammeItem
from meetings.querysets import AgreementQuerySet, FollowUpQuerySet, IdeaProposalQuerySet
from municipalities.models import Municipality
from partnership.common import links, norwegian
from partnership.common.versions import Versioned
from partnership.people.models import Seat, User

FOLLOW_UP = "follow-up"
# A link is of one person: its number is the person's key and, below this, the row's own version.
_VERSIONS = 10**6


class Agreement(Versioned):
    """«Dette ble vi enige om», one sentence; never «vedtak»."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agreements", verbose_name=_("meeting"))
    item = models.ForeignKey(
        ProgrammeItem, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("programme item")
    )
    note = models.ForeignKey(NoteField, models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    text = models.CharField(_("what was agreed"), max_length=500)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["item__order", "id"]

    def __str__(self) -> str:
        return self.text


class FollowUp(Versioned):
    """Oppfølgingspunkt: what, whose (a role, which follows a hand-over, or a person), and by when.

    Moved on to a later meeting it is the same row: ``meeting`` is where it stands now, ``first_meeting`` where it
    was made.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="follow_ups", verbose_name=_("meeting"))
    first_meeting = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("made in")
    )
    item = models.ForeignKey(
        ProgrammeItem, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("programme item")
    )
    note = models.ForeignKey(NoteField, models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    text = models.CharField(_("what is to be done"), max_length=300)
    seat = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="follow_ups", verbose_name=_("role responsible")
    )
    person = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="follow_ups", verbose_name=_("person responsible")
    )
    due = models.DateField(_("by"))
    done_at = models.DateTimeField(_("done"), null=True, blank=True, editable=False)
    done_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    done_note = models.CharField(_("what came of it"), max_length=300, blank=True)
    link_version = models.PositiveIntegerField(default=1, editable=False)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)

    # Only after ``of_owners_today``, in mails, and after ``naming.name_meetings``.
    owner: int
    url: str
    meeting_name: str
    # Only after ``with_whose``: who answers for it today, None when nobody does.
    holder: int | None
    holder_name: str | None
    # Only where it is read: the later meeting it stands on now, when the reader sees that.
    moved_to: Meeting | None

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["due", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seat__isnull=False, person__isnull=True) | Q(seat__isnull=True, person__isnull=False),
                name="follow_up_one_responsible",
            )
        ]
        indexes = [
            models.Index(fields=["seat", "due"], condition=Q(done_at__isnull=True), name="follow_up_seat_open"),
            models.Index(fields=["person", "due"], condition=Q(done_at__isnull=True), name="follow_up_person_open"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    @property
    def is_overdue(self) -> bool:
        return not self.is_done and self.due < norwegian.today()

    @property
    def responsible(self) -> str:
        """As in a form's list: ``s`` and the role's key, or ``p`` and the person's."""
        return f"s{self.seat_id}" if self.seat_id else f"p{self.person_id}"

    def token(self, person: int) -> str:
        """Of a link by which the person (a key) says that it is done without signing in."""
        return links.make(FOLLOW_UP, self.pk, person * _VERSIONS + self.link_version % _VERSIONS)

    @classmethod
    def behind(cls, link: links.Link) -> tuple[FollowUp, int] | None:
        """The follow-up of a link we have signed, and whose it is (a key); None when it is gone or revoked."""
        person, version = divmod(link.version, _VERSIONS)
        found = cls.objects.for_page().filter(pk=link.pk).first()
        return (found, person) if found and found.link_version % _VERSIONS == version else None

    @property
    def is_vacant(self) -> bool:
        return not self.holder_name

    @property
    def whose(self) -> str:
        """«Ola Moen, kompetansemegler i Proneo»; of a role without a holder, that nobody has it now."""
        if self.seat:
            title = self.seat.title
            return (
                f"{self.holder_name}, {title}"
                if self.holder_name
                else f"{title} ({gettext('nobody has the role now')})"
            )
        return self.holder_name or gettext("nobody is responsible now")


class IdeaProposal(models.Model):
    """A line from a group's notes, or a case somebody brought, offered to a municipality as an idea: its contact says
    yes before there is one."""

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="idea_proposals", verbose_name=_("meeting"))
    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+", verbose_name=_("municipality"))
    note = models.ForeignKey(NoteField, models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    invitation = models.ForeignKey(
        Invitation, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    text = models.TextField(_("what it is about"), max_length=1000)
    by_name = models.CharField(max_length=120, blank=True, editable=False)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.ASKED)
    answered_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    reason = models.CharField(_("why not"), max_length=300, blank=True)
    idea = models.OneToOneField(
        Idea, models.SET_NULL, null=True, blank=True, related_name="proposed_in", verbose_name=_("idea")
    )

    objects = IdeaProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal of an idea")
        verbose_name_plural = _("proposals of ideas")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text[:60]
