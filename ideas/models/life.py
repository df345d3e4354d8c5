"""What has happened to an idea, who was asked, and who has been reminded. Rows of the past are never changed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from brokers.models import Broker
from ideas.life.stages import Stage
from ideas.models.idea import Idea
from ideas.querysets import (
    BrokerRequestQuerySet,
    IdeaEventQuerySet,
    PassingOnQuerySet,
    ReminderQuerySet,
    StandingConsentQuerySet,
)
from municipalities.models import Municipality
from partnership.common import links
from partnership.people.models import Seat, User

BROKER = "idea-broker"
# A mailed link's version holds two numbers: whose it is, and the request's own, which revokes it.
_VERSIONS = 10**6


class EventKind(models.TextChoices):
    RECEIVED = "received", _("received")
    CONFIRMED = "confirmed", _("the sender confirmed the address")
    REFUSED = "refused", _("whoever has the address did not send it")
    SEEN = "seen", _("seen")
    MOVED = "moved", _("moved")
    HANDED_ON = "handed_on", _("given on")
    NEW_DATE = "new_date", _("new date")
    EDITED = "edited", _("text changed")
    WIDENED = "widened", _("shown to more")
    NARROWED = "narrowed", _("shown to fewer")
    ASKED_BROKER = "asked_broker", _("a broker was asked")
    BROKER_TOOK = "broker_took", _("the broker took it")
    BROKER_CANNOT = "broker_cannot", _("the broker cannot")
    BROKER_SILENT = "broker_silent", _("the broker did not answer")
    BROKER_BACK = "broker_back", _("the question to the broker was taken back")
    BROKER_ENDED = "broker_ended", _("the broker's part is over")
    PASSING_ASKED = "passing_asked", _("another municipality was asked")
    PASSING_DECLINED = "passing_declined", _("the other municipality does not take it")
    MERGED_HERE = "merged_here", _("another idea was merged into it")
    ANCHORED = "anchored", _("anchored")
    APPLIED = "applied", _("application")
    OUTLINE = "outline", _("outline")
    LESSON = "lesson", _("lesson")
    WROTE = "wrote", _("wrote to the sender")
    ACCESS_ENDED = "access_ended", _("sees the idea no longer")
    THANKED = "thanked", _("thanks")
    REMINDED = "reminded", _("reminded")
    WITHDRAWN = "withdrawn", _("withdrawn")
    UNDONE = "undone", _("undone")


class IdeaEvent(models.Model):
    """One line of an idea's history: who, when, why. ``by`` is empty for the sender and for the clock.

    ``before`` is what the verb overwrote on the idea (field name → value), so that it can be undone.
    ``holder_seat`` or ``holder_person``: whom the idea lay with after it; neither for a postmottak.
    ``behalf_of``: the contact's role a broker wrote for. Kinds grow, so the column knows no choices.
    """

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="events", verbose_name=_("project idea"))
    kind = models.CharField(max_length=20)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    is_senders = models.BooleanField(default=False)
    behalf_of = models.ForeignKey(Seat, models.SET_NULL, null=True, blank=True, related_name="+")
    holder_seat = models.ForeignKey(Seat, models.SET_NULL, null=True, blank=True, related_name="+")
    holder_person = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    old_stage = models.CharField(max_length=10, choices=Stage.choices, blank=True)
    new_stage = models.CharField(max_length=10, choices=Stage.choices, blank=True)
    # Why, in the words of whoever did it. ``told`` is what the sender is shown; internal reasons are not.
    reason = models.CharField(max_length=2000, blank=True)
    told = models.CharField(max_length=2000, blank=True)
    is_internal = models.BooleanField(default=False)
    next_date = models.DateField(null=True, blank=True)
    before = models.JSONField(default=dict, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    given_to: str  # only on the page of the whole history

    objects = IdeaEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event of an idea")
        verbose_name_plural = _("events of ideas")
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["idea", "at"], name="idea_event_of")]

    def __str__(self) -> str:
        return f"{self.idea}: {self.kind}"

    @property
    def label(self) -> str:
        return str(EventKind(self.kind).label)


class Reminder(models.Model):
    """That somebody was told of an overdue date: once a level and date, whatever the number of beats."""

    class Level(models.TextChoices):
        HOLDER = "holder", _("the holder")
        DEPUTY = "deputy", _("the deputy")
        LEADER = "leader", _("the municipality's leader")

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="reminders")
    level = models.CharField(max_length=6, choices=Level.choices)
    about = models.DateField()
    at = models.DateTimeField(default=timezone.now)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder of an idea")
        verbose_name_plural = _("reminders of ideas")
        constraints = [models.UniqueConstraint(fields=["idea", "level", "about"], name="reminder_once_a_level")]

    def __str__(self) -> str:
        return f"{self.idea}: {self.level}"


class BrokerRequest(models.Model):
    """«Be megleren om hjelp»: answered by *take* or *cannot*; unanswered by ``answer_by`` (Oslo) it goes on."""

    class Answer(models.TextChoices):
        NONE = "", _("not answered")
        TAKEN = "taken", _("takes the case")
        CANNOT = "cannot", _("cannot")
        SILENT = "silent", _("did not answer in time")
        TAKEN_BACK = "taken_back", _("taken back")
        ENDED = "ended", _("has had the case")

    class Reason(models.TextChoices):
        NONE = "", _("no reason")
        FULL = "full", _("no capacity now")
        FIELD = "field", _("outside my field")
        OTHER_BROKER = "other_broker", _("another broker fits better")
        PARTIAL = "partial", _("too close to the municipality")
        OTHER = "other", _("something else")

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="broker_requests", verbose_name=_("project idea"))
    broker = models.ForeignKey(Broker, models.PROTECT, related_name="requests", verbose_name=_("broker"))
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    answer_by = models.DateField()
    note = models.CharField(_("what you want help with"), max_length=500, blank=True)
    why_suggested = models.CharField(max_length=300, blank=True)
    # What the contact wants when nobody answers: the portal asks the next one it would suggest.
    ask_next = models.BooleanField(default=False)
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.NONE, blank=True)
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    text = models.CharField(_("to the contact"), max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    link_version = models.PositiveIntegerField(default=1, editable=False)

    objects = BrokerRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to a broker")
        verbose_name_plural = _("requests to brokers")
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["idea"], condition=Q(answer=""), name="broker_request_one_open"),
        ]

    def __str__(self) -> str:
        return f"{self.idea}: {self.broker}"

    def token(self, person: User) -> str:
        """Of a link by which ``person`` answers without signing in."""
        return links.make(BROKER, self.pk, person.pk * _VERSIONS + self.link_version % _VERSIONS)

    @classmethod
    def behind(cls, link: links.Link) -> tuple[BrokerRequest, int] | None:
        """The request of a link we have signed, and whose it is (a key); None when it is gone or revoked."""
        person, version = divmod(link.version, _VERSIONS)
        found = cls.objects.for_page().filter(pk=link.pk).first()
        return (found, person) if found and found.link_version % _VERSIONS == version else None

    @property
    def is_open(self) -> bool:
        return self.answer == self.Answer.NONE

    @property
    def is_taken(self) -> bool:
        return self.answer == self.Answer.TAKEN

    @property
    def still_stands(self) -> bool:
        """Open, and the idea still waits for this broker: nobody has moved it or given it on meanwhile."""
        return self.is_open and self.idea.stage == Stage.BROKERING and self.idea.holder_seat_id == self.broker_id


class StandingConsent(models.Model):
    """The contact lets a broker write for the municipality until it is taken back."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="broker_consents")
    broker = models.ForeignKey(Broker, models.CASCADE, related_name="consents")
    given_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = StandingConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent that a broker writes for the contact")
        verbose_name_plural = _("consents that a broker writes for the contact")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "broker"], condition=Q(ended_at__isnull=True), name="consent_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.broker}"


class PassingOn(models.Model):
    """Another municipality is asked to take the idea over; it accepts first, and the sender has said yes."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="passings", verbose_name=_("project idea"))
    to = models.ForeignKey(Municipality, models.PROTECT, related_name="+", verbose_name=_("to the municipality"))
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(_("why"), max_length=500)
    sender_agreed_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    was_accepted = models.BooleanField(null=True, blank=True)
    answer = models.CharField(max_length=500, blank=True)

    objects = PassingOnQuerySet.as_manager()

    class Meta:
        verbose_name = _("passing on of an idea")
        verbose_name_plural = _("passings on of ideas")
        constraints = [
            models.UniqueConstraint(fields=["idea"], condition=Q(answered_at__isnull=True), name="passing_one_open")
        ]

    def __str__(self) -> str:
        return f"{self.idea} → {self.to}"
