"""The outbox and what is noted for people. Nothing outside this app sends mail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Mail that could have left this long ago and has not, while nothing else left either: nobody is sending.
LATE = dt.timedelta(minutes=15)
# Mail that the relay has put off: this long, and for so many people, before it is more than one full mailbox.
PUT_OFF = dt.timedelta(hours=1)
PUT_OFF_FOR = 3
A_MINUTE = dt.timedelta(minutes=1)


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def about(self, kind: str, subject_pk: int) -> Self:
        return self.filter(kind=kind, subject_id=subject_pk)

    def still_in_house(self) -> Self:
        """Decided, and not begun to be sent."""
        return self.filter(state="ready")

    def undelivered(self) -> Self:
        """Refused, broken, or perhaps sent: for a human to look at."""
        return self.filter(state__in=["dead", "uncertain"])

    def perhaps_gone(self) -> Self:
        """Left the house, or may have."""
        return self.filter(Q(state="sent") | Q(uncertain_count__gt=0))

    def begun(self) -> Self:
        """Left the house, may have, or is leaving it."""
        return self.filter(Q(state__in=["sent", "leased"]) | Q(uncertain_count__gt=0))

    def stuck_since(self) -> dt.datetime | None:
        """Since when mail does not leave the house; None when it does, or when there is none to send."""
        now = timezone.now()
        last = self.filter(state="sent").order_by(F("sent_at").desc()).values_list("sent_at", flat=True).first()
        if last is not None and last > now - LATE:
            return None
        waiting = self.filter(state__in=["ready", "leased"])
        untried = waiting.filter(attempts=0, not_before__lt=now - LATE)
        put_off = waiting.filter(attempts__gt=0, turn__lt=now - PUT_OFF)
        if put_off.values("to_email").distinct().count() >= PUT_OFF_FOR:
            untried = untried | put_off
        return untried.order_by("turn").values_list("turn", flat=True).first()

    def of_thread(self, name: str) -> Self:
        """The newest first."""
        return self.filter(thread=name).order_by("-pk")

    def of_kind(self, name: str) -> Self:
        """All when ``name`` is empty."""
        return self.filter(kind=name) if name else self

    def without_kinds(self, names: Iterable[str]) -> Self:
        return self.exclude(kind__in=list(names))

    def refused(self) -> Self:
        """The receiver said no, or it came back."""
        return self.filter(delivery__in=["refused", "bounced"])

    def waiting(self) -> Self:
        """Decided, and not out of the house."""
        return self.filter(state__in=["ready", "leased"])

    def among(self, pks: Iterable[int]) -> Self:
        return self.filter(pk__in=list(pks))

    def on_their_way_again(self) -> Self:
        """Whose later copy, as somebody asked for it, has not left the house."""
        same = {name: OuterRef(name) for name in ("kind", "subject_id", "version")}
        return self.filter(Exists(self.model.objects.waiting().filter(**same, resend__gt=OuterRef("resend"))))

    def in_state(self, state: str) -> Self:
        """All when ``state`` is empty."""
        return self.filter(state=state) if state else self

    def of_groups(self, names: Iterable[str]) -> Self:
        return self.filter(group__in=list(names))

    def estimated(self) -> int:
        """About how many, from the database's own statistics: exact counts of long tables are slow."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE relname = %s", [self.model._meta.db_table]
            )
            return int(cursor.fetchone()[0])


class Priority(models.IntegerChoices):
    CODE = 0, _("sign-in code")
    URGENT = 10, _("urgent message")
    CANCELLATION = 20, _("cancellation")
    CHANGE = 30, _("change")
    INVITATION = 40, _("invitation")
    REMINDER = 50, _("reminder")
    DIGEST = 60, _("digest")


class OutgoingMail(models.Model):
    """One mail to one recipient, from the moment it is decided until long after it is sent.

    ``kind`` names the class in ``MAIL_KINDS`` that composes it; ``subject_id`` is the row it is about (an
    invitation, a user …); ``version`` the version of that row. (kind, subject, version, resend) is unique:
    deciding the same mail twice makes one. ``thread`` orders mails that must not overtake one another.
    """

    class State(models.TextChoices):
        READY = "ready", _("ready to be sent")
        LEASED = "leased", _("being sent")
        SENT = "sent", _("sent")
        DEAD = "dead", _("not deliverable")
        SUPERSEDED = "superseded", _("replaced by a newer one")
        EXPIRED = "expired", _("too late to send")
        UNCERTAIN = "uncertain", _("perhaps sent")

    class Delivery(models.TextChoices):
        UNKNOWN = "", _("no report")
        REFUSED = "refused", _("refused by the receiver")
        BOUNCED = "bounced", _("came back")
        DELAYED = "delayed", _("delayed")

    kind = models.CharField(_("kind"), max_length=60)
    subject_id = models.BigIntegerField(_("about row"))
    version = models.PositiveIntegerField(_("version"), default=0)
    resend = models.PositiveSmallIntegerField(_("resend number"), default=0)
    thread = models.CharField(_("thread"), max_length=80, blank=True)
    group = models.CharField(
        _("group"), max_length=80, blank=True, help_text=_("such as meeting:7, to list and to undo")
    )

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="outgoing_mails",
        verbose_name=_("person"),
    )
    to_name = models.CharField(_("recipient's name"), max_length=200, blank=True)
    to_email = models.CharField(_("recipient's address"), max_length=254)
    language = models.CharField(_("language"), max_length=5, default="nb")
    payload = models.JSONField(_("payload"), default=dict, blank=True)

    message_id = models.CharField(_("Message-ID"), max_length=200, unique=True)
    date = models.DateTimeField(_("Date header"), default=timezone.now)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority.choices, default=Priority.REMINDER)
    not_before = models.DateTimeField(_("not before"), default=timezone.now)
    # Of one priority the lowest goes first. Within a group it grows by a second a mail, so that forty invitations do
    # not wait behind ten thousand; unlike ``not_before`` it stays when a mail is put off.
    turn = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    # Its own moment among those to the same domain, once it has got one (``pacing``).
    slot_at = models.DateTimeField(null=True, blank=True, editable=False)

    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.READY)
    delivery = models.CharField(
        _("delivery"), max_length=12, choices=Delivery.choices, default=Delivery.UNKNOWN, blank=True
    )
    lease_owner = models.UUIDField(null=True, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    attempt_started_at = models.DateTimeField(null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    uncertain_count = models.PositiveSmallIntegerField(default=0, editable=False)
    last_code = models.PositiveSmallIntegerField(_("SMTP code"), null=True, blank=True)
    last_error = models.TextField(_("why it failed"), blank=True)
    sent_subject = models.CharField(_("subject line"), max_length=300, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    created_at = models.DateTimeField(_("decided"), default=timezone.now)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_id", "version", "resend"], name="mail_decided_once"),
            models.CheckConstraint(
                condition=~Q(state="leased") | Q(lease_owner__isnull=False, lease_until__isnull=False),
                name="mail_leased_has_owner",
            ),
        ]
        indexes = [
            models.Index(
                fields=["priority", "turn", "id", "not_before"], condition=Q(state="ready"), name="mail_turn"
            ),
            models.Index(F("sent_at").desc(), condition=Q(state="sent"), name="mail_last_sent"),
            models.Index(fields=["lease_until"], condition=Q(state="leased"), name="mail_leased"),
            models.Index(fields=["thread", "id"], condition=~Q(thread=""), name="mail_thread"),
            models.Index(fields=["group", "kind"], condition=~Q(group=""), name="mail_group"),
            models.Index(F("created_at").desc(), F("id").desc(), name="mail_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.to_email}"

    @property
    def came_back(self) -> bool:
        """Did not arrive, or perhaps did not."""
        is_back = self.delivery in (self.Delivery.REFUSED, self.Delivery.BOUNCED)
        return is_back or self.state in (self.State.DEAD, self.State.UNCERTAIN)


class DomainPace(models.Model):
    """How far the minutes of one receiving domain are filled: the last one begun, and how many mails it has."""

    domain = models.CharField(max_length=254, unique=True)
    minute_at = models.DateTimeField(null=True)
    used = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.domain

    def take(self, now: dt.datetime, most: int) -> dt.datetime:
        """When one more mail may leave; not saved."""
        if self.minute_at is None or self.minute_at + A_MINUTE <= now:
            self.minute_at, self.used = now, 0
        elif self.used >= most:
            self.minute_at, self.used = self.minute_at + A_MINUTE, 0
        self.used += 1
        return self.minute_at


class SendAttempt(models.Model):
    """Append-only: what the relay said, each time."""

    mail = models.ForeignKey(OutgoingMail, models.CASCADE, related_name="send_attempts", verbose_name=_("mail"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    outcome = models.CharField(_("outcome"), max_length=20)
    code = models.PositiveSmallIntegerField(_("SMTP code"), null=True)
    reply = models.TextField(_("reply"), blank=True)

    class Meta:
        verbose_name = _("send attempt")
        verbose_name_plural = _("send attempts")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.outcome}"


class SuppressionQuerySet(models.QuerySet["Suppression"]):
    def with_hidden(self, names: Iterable[str]) -> Self:
        """``is_hidden``: mail of these kinds has gone to the address, and nobody signs in with it."""
        written_to = OutgoingMail.objects.filter(kind__in=list(names), to_email__iexact=OuterRef("email"))
        people = get_user_model()._default_manager.filter(email__iexact=OuterRef("email"))
        return self.annotate(is_hidden=Exists(written_to) & ~Exists(people))

    def shown(self) -> Self:
        return self.filter(is_hidden=False)


class Suppression(models.Model):
    """An address that a receiver has refused for good: checked when a mail is about to be sent."""

    email = models.CharField(_("address"), max_length=254, unique=True)
    reason = models.TextField(_("reason"), blank=True)
    since = models.DateTimeField(_("since"), default=timezone.now)

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        verbose_name = _("blocked address")
        verbose_name_plural = _("blocked addresses")

    def __str__(self) -> str:
        return self.email

    def save(self, *args: object, **kwargs: object) -> None:
        self.email = self.email.lower()
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class Notice(models.Model):
    """Something a person should know of, told in the next «Dette venter» and on the first page."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=60)
    key = models.CharField(_("key"), max_length=120)
    url = models.CharField(_("address"), max_length=300)
    line = models.CharField(_("line"), max_length=300)
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    mailed_at = models.DateTimeField(_("mailed"), null=True, blank=True)
    seen_at = models.DateTimeField(_("seen"), null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="notice_told_once")]

    def __str__(self) -> str:
        return self.line


class MailPreference(models.Model):
    """How much mail a person wants beyond codes, invitations, changes, cancellations and urgent messages."""

    class Amount(models.TextChoices):
        ALL = "all", _("everything, at most once a day")
        WEEKLY = "weekly", _("once a week")
        NEEDED = "needed", _("only what I must have")

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_preference", verbose_name=_("person")
    )
    amount = models.CharField(_("amount"), max_length=8, choices=Amount.choices, default=Amount.ALL)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    link_version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("mail preference")
        verbose_name_plural = _("mail preferences")

    def __str__(self) -> str:
        return f"{self.person}: {self.get_amount_display()}"


class Digest(models.Model):
    """One «Dette venter» to one person on one day: the row its mail is about."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests", verbose_name=_("person")
    )
    day = models.DateField(_("day"))
    keys = models.JSONField(_("what it told of"), default=list)

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="digest_one_a_day")]

    def __str__(self) -> str:
        return f"{self.person} {self.day}"
