"""Group work: the groups of a meeting, who sits in which, what they answer, and what they write."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from meetings.models.invitation import Invitation
from meetings.models.meeting import Meeting
from meetings.querysets import GroupMemberQuerySet, NoteFieldQuerySet, WorkGroupQuerySet
from partnership.common.fields import URLField
from partnership.partners.models import Theme
from partnership.people.models import User

MOST_QUESTIONS = 5


class MeetingDay(models.Model):
    """What the day itself keeps: how groups were put together, since when people see theirs, and what was last moved.
    One row a meeting, locked while groups or programme are changed."""

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="day", verbose_name=_("meeting"))
    seed = models.PositiveIntegerField(default=1, editable=False)
    size = models.PositiveSmallIntegerField(_("people in a group"), default=6)
    shown_at = models.DateTimeField(_("shown since"), null=True, blank=True, editable=False)
    # The programme items that presses on the day changed, each as it was before, the newest last: what *Angre* puts
    # back, a step at a time.
    last_press = models.JSONField(null=True, blank=True, editable=False)
    # Groups and seats as they were before the newest proposal (``groups.taking_back``).
    proposal_before = models.JSONField(null=True, blank=True, editable=False)
    # Names of those who came without being invited; nobody writes to them.
    walk_ins = ArrayField(models.CharField(max_length=120), default=list, blank=True, editable=False)

    class Meta:
        verbose_name = _("meeting day")
        verbose_name_plural = _("meeting days")

    def __str__(self) -> str:
        return str(self.meeting)


class GroupQuestion(models.Model):
    """What every group answers, at most five."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="questions", verbose_name=_("meeting"))
    order = models.PositiveSmallIntegerField(_("order"))
    text = models.CharField(_("question"), max_length=200)

    class Meta:
        verbose_name = _("question to the groups")
        verbose_name_plural = _("questions to the groups")
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "order"], name="question_order", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=models.Q(order__gte=1, order__lte=MOST_QUESTIONS), name="question_most"),
        ]

    def __str__(self) -> str:
        return self.text


class WorkGroup(models.Model):
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="groups", verbose_name=_("meeting"))
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("name"), max_length=80, blank=True)
    theme = models.ForeignKey(
        Theme, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("theme")
    )
    is_digital = models.BooleanField(_("digital"), default=False)
    room = models.CharField(_("room"), max_length=120, blank=True)
    join_url = URLField(_("link"), max_length=1000, blank=True)
    facilitator = models.ForeignKey(
        Invitation, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("facilitator")
    )
    note_taker = models.ForeignKey(
        Invitation, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("note-taker")
    )

    objects = WorkGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="group_number")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """«Gruppe 3: Aldring», or what the organiser calls it."""
        numbered = gettext("Group %(n)s") % {"n": self.number}
        said = self.title or (self.theme.name if self.theme else "")
        return f"{numbered}: {said}" if said else numbered


class GroupMember(models.Model):
    """One person's seat in a group, the only one in the meeting. A locked one stays when groups are proposed anew."""

    group = models.ForeignKey(WorkGroup, models.CASCADE, related_name="members", verbose_name=_("group"))
    invitation = models.OneToOneField(
        Invitation, models.CASCADE, related_name="group_member", verbose_name=_("invitation")
    )
    is_locked = models.BooleanField(_("locked"), default=False)

    is_on_screen: bool  # only in ``seen.overview``

    objects = GroupMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("group member")
        verbose_name_plural = _("group members")
        ordering = ["invitation__sort_organisation", "invitation__sort_name", "id"]

    def __str__(self) -> str:
        return f"{self.group}: {self.invitation}"


class NoteField(models.Model):
    """One field of a group's sheet: a question's answer, or on the challenge itself where ``question`` is empty.

    Several write at once: a save brings the text it began from, and what was written meanwhile is kept beside it.
    """

    group = models.ForeignKey(WorkGroup, models.CASCADE, related_name="notes", verbose_name=_("group"))
    question = models.ForeignKey(
        GroupQuestion, models.CASCADE, null=True, blank=True, related_name="answers", verbose_name=_("question")
    )
    text = models.TextField(_("text"), blank=True, max_length=20000)
    version = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    changed_by = models.CharField(max_length=120, blank=True, editable=False)

    objects = NoteFieldQuerySet.as_manager()

    class Meta:
        verbose_name = _("group note")
        verbose_name_plural = _("group notes")
        ordering = ["question__order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["group", "question"], name="note_field_once", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.question or ''}"


class NoteVersion(models.Model):
    """What a field has held. One writer's saves within a minute are one row while the text grows."""

    field = models.ForeignKey(NoteField, models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    by_name = models.CharField(max_length=120)
    by_invitation = models.ForeignKey(Invitation, models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("version of a group note")
        verbose_name_plural = _("versions of group notes")
        ordering = ["version", "id"]
        constraints = [models.UniqueConstraint(fields=["field", "version"], name="note_version_once")]

    def __str__(self) -> str:
        return f"{self.field}: {self.version}"
