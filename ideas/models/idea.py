"""An idea, who sent it, and who may see it beyond its visibility."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Concat, Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ideas.life import stages
from ideas.life.stages import Stage
from ideas.querysets import IdeaAccessQuerySet, IdeaQuerySet
from ideas.querysets.idea import AREA_AND_WIDER
from municipalities.models import Municipality
from partnership.common import links, norwegian
from partnership.common.searching import Plain
from partnership.common.versions import Versioned
from partnership.partners.models import ResearchOrganisation, Theme
from partnership.people.models import Seat, SeatKind, User

SENDER = "idea-sender"


class Visibility(models.TextChoices):
    """From narrow to wide; stored so that ``wider`` is a comparison of places in ``ORDER``."""

    CONTACT = "contact", _("only the FoUI contact")
    AREA = "area", _("the brokers of the area too")
    PARTNERSHIP = "partnership", _("everybody in the partnership")
    PUBLIC = "public", _("everybody")


def _seen_by_others() -> list[models.Index]:
    """What is for more than the contact, newest first: all, one municipality's, and one stage's."""
    keys: dict[str, list[str]] = {
        "idea_seen": [],
        "idea_seen_in_place": ["municipality"],
        "idea_seen_in_stage": ["stage"],
    }
    wider = Q(visibility__in=AREA_AND_WIDER)
    return [
        models.Index(fields=[*first, "-received_at", "-id"], condition=wider, name=name)
        for name, first in keys.items()
    ]


def _unanswered() -> list[models.Index]:
    """New ones by whom they lie with: they wait however far away their date is."""
    new = Q(stage="received", answered_at__isnull=True)
    return [
        models.Index(fields=[f"holder_{kind}", "next_date", "id"], condition=new, name=f"idea_new_by_{kind}")
        for kind in ("seat", "person")
    ]


def _by_holder_in_place() -> list[models.Index]:
    """Open ones of a municipality by whom they lie with: finds the few that lie with others."""
    is_open = Q(stage__in=[str(stage) for stage in stages.OPEN])
    return [
        models.Index(fields=["municipality", f"holder_{kind}"], condition=is_open, name=f"idea_place_{kind}")
        for kind in ("seat", "person")
    ]


def _plain() -> Plain:
    texts = ("title", "problem", "proposal", "affected")
    parted = [part for text in texts for part in (text, models.Value(" "))]
    return Plain(Concat(*parted, output_field=models.TextField()))


class Idea(Versioned):
    """A thought somebody in a municipality wants done something with.

    An open one lies with exactly one: a role (``holder_seat``), a person (``holder_person``), or, when the
    municipality has no contact, its postmottak (neither). ``next_date`` is an Oslo day; open ideas always have one.
    ``answer_by`` is the day the sender was promised the first answer, ``answered_at`` when it came.
    """

    year = models.PositiveSmallIntegerField(editable=False)
    serial = models.PositiveIntegerField(editable=False)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="ideas", verbose_name=_("municipality")
    )
    title = models.CharField(_("title"), max_length=120)
    problem = models.TextField(_("what is the problem?"), max_length=4000)
    affected = models.CharField(_("whom does it concern?"), max_length=300, blank=True)
    workplace = models.CharField(_("where do you work?"), max_length=160, blank=True)
    proposal = models.TextField(_("what do you propose?"), max_length=4000, blank=True)
    visibility = models.CharField(
        _("who may see it"), max_length=11, choices=Visibility.choices, default=Visibility.CONTACT
    )

    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, default=Stage.RECEIVED)
    paused_in = models.CharField(max_length=10, choices=Stage.choices, blank=True, editable=False)
    stage_since = models.DateTimeField(default=timezone.now, editable=False)
    holder_seat = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="held_ideas", verbose_name=_("lies with the role")
    )
    holder_person = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="held_ideas", verbose_name=_("lies with")
    )
    next_step = models.CharField(_("next step"), max_length=160, blank=True)
    next_date = models.DateField(_("next date"), null=True, blank=True)
    answer_by = models.DateField(_("answer promised by"), null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    seen_at = models.DateTimeField(_("seen"), null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("merged with")
    )
    came_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="went_to", verbose_name=_("came from")
    )

    # What the calls are matched against; the contact fills them in.
    themes = models.ManyToManyField(Theme, blank=True, related_name="ideas", verbose_name=_("themes"))
    phase = models.CharField(_("phase"), max_length=20, blank=True)
    amount = models.PositiveIntegerField(_("amount (kroner)"), null=True, blank=True)
    wants_research = models.BooleanField(_("needs research"), null=True, blank=True)
    # Of the municipality, as whoever applies has said it: some calls are for rural ones alone.
    is_rural = models.BooleanField(_("the municipality counts as rural"), null=True, blank=True)
    research_organisations = models.ManyToManyField(
        ResearchOrganisation, blank=True, related_name="ideas", verbose_name=_("research organisations")
    )

    # Of the link that postmottak gets: raised each time the idea falls there anew.
    postmottak_version = models.PositiveIntegerField(default=1, editable=False)

    received_at = models.DateTimeField(_("received"), default=timezone.now, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)
    search = models.GeneratedField(
        expression=SearchVector("title", weight="A", config="norwegian")
        + SearchVector("problem", "proposal", "affected", weight="B", config="norwegian"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    # All of it as it is found without rings and inside other words; stored, since writing it so takes long.
    plain = models.GeneratedField(expression=_plain(), output_field=models.TextField(), db_persist=True)

    unread_message: int  # only after ``concerning``
    told: list[str]  # only after ``with_told``
    dates: list[date | None]  # only after ``with_dates_of``
    applied_calls: list[int]  # only after ``with_applied_calls``
    unread_at: datetime
    reader_pk: int | None = None  # only after ``for_reader``, as the two beneath
    reader_is_named: bool
    reader_has_case: bool

    objects = IdeaQuerySet.as_manager()

    class Meta:
        verbose_name = _("project idea")
        verbose_name_plural = _("project ideas")
        ordering = ["-received_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="idea_number_once"),
            models.CheckConstraint(
                condition=Q(holder_seat__isnull=True) | Q(holder_person__isnull=True), name="idea_one_holder"
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=[str(stage) for stage in stages.OPEN]) | Q(next_date__isnull=False),
                name="idea_open_has_next_date",
            ),
            models.CheckConstraint(
                condition=~Q(stage="merged") | Q(merged_into__isnull=False), name="idea_merged_into_one"
            ),
            models.CheckConstraint(condition=~Q(stage="paused") | ~Q(paused_in=""), name="idea_paused_in_a_stage"),
        ]
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="idea_newest"),
            models.Index(fields=["municipality", "-received_at", "-id"], name="idea_municipality_newest"),
            models.Index(fields=["municipality", "stage", "next_date", "id"], name="idea_board"),
            models.Index(fields=["holder_seat", "next_date"], name="idea_holder_seat"),
            models.Index(fields=["holder_person", "next_date"], name="idea_holder_person"),
            models.Index(
                fields=["next_date"],
                condition=Q(stage__in=[str(stage) for stage in stages.OPEN]),
                name="idea_open_by_date",
            ),
            *_seen_by_others(),
            models.Index(
                fields=["municipality", "next_date", "id"],
                condition=Q(stage__in=[str(stage) for stage in stages.OPEN]),
                name="idea_open_in_place",
            ),
            *_by_holder_in_place(),
            models.Index(
                fields=["municipality", "stage_since", "id"],
                condition=Q(stage__in=[str(stage) for stage in stages.RESULTS]),
                name="idea_result_since",
            ),
            *_unanswered(),
            GinIndex(fields=["search"], name="idea_search"),
            GinIndex(OpClass("plain", name="gin_trgm_ops"), name="idea_trigram"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("ideas:detail", args=[self.pk])

    @property
    def number(self) -> str:
        """«26-014»."""
        return f"{self.year % 100:02d}-{self.serial:03d}"

    @property
    def is_open(self) -> bool:
        return self.stage in stages.OPEN

    @property
    def is_project(self) -> bool:
        """It has got its money, and is at work."""
        return self.stage in stages.PROJECT

    @property
    def is_result(self) -> bool:
        return self.stage in stages.RESULTS

    @property
    def lies_with_postmottak(self) -> bool:
        return self.is_open and self.holder_seat_id is None and self.holder_person_id is None

    @property
    def lies_with_broker(self) -> bool:
        return self.holder_seat is not None and self.holder_seat.kind == SeatKind.BROKER

    @property
    def is_late(self) -> bool:
        return self.is_open and self.next_date is not None and self.next_date < norwegian.today()

    def sees_at_least(self, visibility: str) -> bool:
        """Whether it is seen as widely as ``visibility``, or more widely."""
        order = list(Visibility.values)
        return order.index(self.visibility) >= order.index(visibility)


class IdeaSender(models.Model):
    """Who sent it: seen by the municipality's contact and deputy alone; has no sign-in, only a link.

    ``confirmed_at``: the address was proved by using the link in the receipt. ``refused_at``: «it was not me»; no
    mail is sent there any more.
    """

    class Talked(models.TextChoices):
        UNSAID = "", _("not said")
        YES = "yes", _("yes")
        NO = "no", _("not yet")

    idea = models.OneToOneField(Idea, models.CASCADE, related_name="sender", verbose_name=_("project idea"))
    name = models.CharField(_("your name"), max_length=120, blank=True)
    email = models.EmailField(_("your e-mail address"))
    talked_with_leader = models.CharField(
        _("have you talked with your leader?"), max_length=3, choices=Talked.choices, blank=True
    )
    # Becomes the idea's own when the address is proved: until then only the contact sees it.
    wanted_visibility = models.CharField(max_length=11, choices=Visibility.choices, default=Visibility.CONTACT)
    language = models.CharField(max_length=5, default="nb", editable=False)
    link_version = models.PositiveIntegerField(default=1, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    refused_at = models.DateTimeField(null=True, blank=True, editable=False)
    forgotten_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("sender of an idea")
        verbose_name_plural = _("senders of ideas")
        indexes = [models.Index(Lower("email"), name="idea_sender_email")]

    def __str__(self) -> str:
        return self.name or gettext("the sender")

    def save(self, *args: object, **kwargs: object) -> None:
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def token(self) -> str:
        return links.make(SENDER, self.pk, self.link_version)

    @property
    def first_name(self) -> str:
        return self.name.split(" ", 1)[0]

    @property
    def reads_idea(self) -> bool:
        """The address is proved, and whoever has it has not said «it was not me»."""
        return self.confirmed_at is not None and self.refused_at is None

    @property
    def gets_mail(self) -> bool:
        return bool(self.email) and self.refused_at is None and self.forgotten_at is None


class IdeaAccess(models.Model):
    """Somebody named on the idea, or a broker's role that was asked: sees it whatever its visibility."""

    class Why(models.TextChoices):
        NAMED = "named", _("named to work on it")
        BROKER = "broker", _("asked as broker")

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="accesses", verbose_name=_("project idea"))
    seat = models.ForeignKey(Seat, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("role"))
    person = models.ForeignKey(
        User, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    why = models.CharField(max_length=6, choices=Why.choices)
    since = models.DateTimeField(default=timezone.now)
    given_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    until = models.DateTimeField(null=True, blank=True)

    objects = IdeaAccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("access to an idea")
        verbose_name_plural = _("accesses to ideas")
        constraints = [
            models.CheckConstraint(
                condition=Q(seat__isnull=True, person__isnull=False) | Q(seat__isnull=False, person__isnull=True),
                name="access_seat_or_person",
            ),
            models.UniqueConstraint(
                fields=["idea", "seat"], condition=Q(until__isnull=True), name="access_seat_once"
            ),
            models.UniqueConstraint(
                fields=["idea", "person"], condition=Q(until__isnull=True), name="access_person_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.idea}: {self.seat or self.person}"


class IdeaYear(models.Model):
    """How far the numbers of a year have come (``ideas.intake.numbering``)."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("year of ideas")
        verbose_name_plural = _("years of ideas")

    def __str__(self) -> str:
        return str(self.year)
