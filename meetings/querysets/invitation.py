"""Chainable adjectives over invitations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Coalesce, Concat, Lower
from django.utils import timezone

from partnership.mail.models import OutgoingMail
from partnership.people import roles
from partnership.people.models import Seat, SeatKind, User

if TYPE_CHECKING:
    from meetings.models import Invitation, Meeting, MeetingMessage  # noqa: F401


def _waiting_mails() -> models.QuerySet[Any, Any]:
    return OutgoingMail.objects.filter(
        kind="meetings.invitation",
        subject_id=OuterRef("pk"),
        state=OutgoingMail.State.READY,
        uncertain_count=0,
    )


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def active(self) -> Self:
        """Not taken back, and not given to a colleague."""
        return self.filter(withdrawn_at__isnull=True)

    def sent(self) -> Self:
        return self.filter(invited_at__isnull=False)

    def arrived(self) -> Self:
        """Have left the house: what can still be undone, the invited do not see."""
        return self.filter(invited_at__lte=timezone.now())

    def sent_before(self, moment: dt.datetime) -> Self:
        return self.filter(invited_at__lte=moment)

    def sent_since(self, moment: dt.datetime) -> Self:
        return self.filter(invited_at__gt=moment)

    def guests(self) -> Self:
        """Of those who have no sign-in: a name and an address somebody wrote."""
        return self.filter(person__isnull=True)

    def silent(self) -> Self:
        return self.filter(reply="")

    def to_seat(self) -> Self:
        """Come and have a place, or were seen on the day; not those noted as absent."""
        has_place = Q(reply="comes", waiting_since__isnull=True)
        return self.filter(has_place | Q(attendance="present")).exclude(attendance__in=["notice", "absent"])

    def asked_for_remarks(self, on: dt.date, *, by_others_than: User) -> Self:
        """Were there, the minutes are out for remarks on the day, and they have made none. Who wrote them is not
        asked."""
        out = Q(meeting__minutes__state="remarks", meeting__minutes__remarks_until__gte=on)
        by_another = ~Q(meeting__minutes__author=by_others_than)
        return self.to_seat().filter(out, by_another, remarks=None)

    def coming(self) -> Self:
        return self.filter(reply="comes")

    def coming_or_maybe(self) -> Self:
        return self.filter(reply__in=["comes", "maybe"])

    def not_coming(self) -> Self:
        """Silent, or have said no."""
        return self.exclude(reply__in=["comes", "maybe"])

    def with_address(self, email: str) -> Self:
        return self.filter(email__iexact=email)

    def without_other_at(self, email: str) -> Self:
        """To meetings where nobody is invited at the address."""
        taken = self.model.objects.active().with_address(email).filter(meeting=OuterRef("meeting"))
        return self.exclude(Exists(taken))

    def with_addresses(self, emails: Iterable[str]) -> Self:
        return self.annotate(_address=Lower("email")).filter(_address__in=list(emails))

    def like(self, others: Iterable[Invitation]) -> Self:
        """To the same persons, roles or addresses, whichever fits."""
        rows = list(others)
        persons = {one.person_id for one in rows if one.person_id}
        seats = {one.seat_id for one in rows if one.seat_id}
        emails = {one.email.lower() for one in rows}
        return self.filter(Q(person__in=persons) | Q(seat__in=seats) | Q(email__in=emails))

    def with_what_came_of_it(self) -> Self:
        """With the meeting, and ``done`` of ``total`` follow-ups and ``has_agreed`` of it."""
        from meetings.models import Agreement, FollowUp

        return self.select_related("meeting").annotate(
            done=FollowUp.objects.all().number_of_meeting("meeting", done_at__isnull=False),
            total=FollowUp.objects.all().number_of_meeting("meeting"),
            has_agreed=Exists(Agreement.objects.filter(meeting=OuterRef("meeting"))),
        )

    def withdrawn_from(self, meetings: Iterable[int]) -> Self:
        return self.filter(meeting__in=list(meetings), withdrawn_at__isnull=False).order_by()

    def with_place_in_room(self) -> Self:
        """Come, in the room or without having said how, and do not wait for a place; or have one kept for them."""
        comes = Q(reply="comes", waiting_since__isnull=True) & ~Q(attends="digital")
        return self.filter(comes | Q(place_kept_at__isnull=False))

    def on_waiting_list(self) -> Self:
        return self.filter(waiting_since__isnull=False).order_by("waiting_since", "pk")

    def by_turn(self) -> Self:
        """Who waits, with those who come for somebody who waited and have not answered yet."""
        waits = Q(waiting_since__isnull=False) | Q(waits_from__isnull=False)
        return self.filter(waits).order_by(Coalesce("waiting_since", "waits_from"), "pk")

    def of(self, user: User) -> Self:
        return self.filter(person=user)

    def of_person_or_address(self, person: User, emails: Iterable[str]) -> Self:
        """``emails`` in lower case."""
        return self.filter(Q(person=person) | Q(email__in=set(emails)))

    def of_guests(self) -> Self:
        """Of people without a sign-in, not yet made anonymous."""
        return self.filter(person__isnull=True).exclude(email__endswith="@portal.invalid")

    def of_those_stood_in_for(self, user: User) -> Self:
        """Of people who are away, as far as they came through a role ``user`` is deputy in."""
        chosen = Q(pk__in=[])
        for absent in roles.stands_in_for(user):
            chosen |= Q(person=absent.person, seat__in=absent.seats)
        return self.filter(chosen)

    def open_in_role(self, person: User, seat: Seat) -> Self:
        """What the person is invited to in the role, and has not been to yet."""
        return self.active().sent().of(person).still_open().filter(seat=seat)

    def still_open(self) -> Self:
        """To meetings that are sent out, not cancelled and not over."""
        return self.filter(meeting__state="published", meeting__end__gt=timezone.now())

    def with_refused_mail(self) -> Self:
        """Whose latest mail did not arrive, or perhaps did not: refused, impossible to send, or left to a human."""
        mails = OutgoingMail.objects.filter(
            thread=Concat(models.Value("invitation:"), Cast(OuterRef("pk"), models.CharField()))
        )
        lost = Q(state__in=["dead", "uncertain"]) | Q(delivery__in=["refused", "bounced"])
        latest = mails.order_by("-pk").annotate(is_lost=ExpressionWrapper(lost, models.BooleanField()))
        return self.annotate(_is_lost=Subquery(latest.values("is_lost")[:1])).filter(_is_lost=True)

    def to_contacts(self) -> Self:
        return self.filter(seat__kind="contact")

    def sums(self) -> dict[str, int]:
        """The four numbers of the board, and their sum; those on the waiting list, and seen on the day, besides."""
        return self.order_by().aggregate(
            invited=Count("pk"),
            comes=Count("pk", filter=Q(reply="comes")),
            maybe=Count("pk", filter=Q(reply="maybe")),
            declined=Count("pk", filter=Q(reply="declined")),
            silent=Count("pk", filter=Q(reply="")),
            waiting=Count("pk", filter=Q(waiting_since__isnull=False)),
            present=Count("pk", filter=Q(attendance="present")),
        )

    def sums_by_role(self) -> list[dict[str, Any]]:
        """The numbers of ``sums``, by the role people were invited in."""
        from meetings.models import GuestRole

        names = {**{str(value): label for value, label in GuestRole.choices}, **dict(SeatKind.choices)}
        rows = (
            self.order_by()
            .values(kind=Coalesce("seat__kind", "role"))
            .annotate(
                invited=Count("pk"),
                comes=Count("pk", filter=Q(reply="comes")),
                maybe=Count("pk", filter=Q(reply="maybe")),
                declined=Count("pk", filter=Q(reply="declined")),
                silent=Count("pk", filter=Q(reply="")),
                waiting=Count("pk", filter=Q(waiting_since__isnull=False)),
                present=Count("pk", filter=Q(attendance="present")),
            )
        )
        return [row | {"label": names.get(row["kind"], names["other"])} for row in rows.order_by("kind")]

    def with_ties(self) -> Self:
        """With role, person, and through whom they came."""
        return self.select_related("seat", "person", "replaces", "brought_by")

    def with_wishes(self) -> Self:
        """With the themes they named, the dearest first, and the case they bring."""
        return self.select_related("brought_case").prefetch_related("wishes__theme")

    def through_somebody(self) -> Self:
        """Came in somebody's place, or were brought along."""
        return self.filter(Q(replaces__isnull=False) | Q(brought_by__isnull=False)).order_by("sort_name", "pk")

    def matching(self, words: str) -> Self:
        """Name or organisation holds the words."""
        words = words.replace("\x00", " ").strip()[:100]
        return self.filter(Q(name__icontains=words) | Q(organisation__icontains=words)) if words else self

    def emails(self) -> models.QuerySet[Any, Any]:
        return self.order_by().values_list("email", flat=True)

    def first_mail_has_left(self) -> Self:
        """Whose latest mail is not still waiting in the outbox: only they can be told of a change."""
        return self.exclude(Exists(_waiting_mails()))

    def first_mail_never_decided(self, *, kind: str, version: int) -> Self:
        """Without a mail of the sending left in the outbox: taken back before it went."""
        decided = OutgoingMail.objects.filter(kind=kind, version=version, subject_id=OuterRef("pk"))
        return self.exclude(Exists(decided))

    def mail_rows(self, language: str) -> models.QuerySet[Any, Any]:
        """What the outbox needs to know of each (``outbox.enqueue_from``)."""
        return self.order_by().values(
            subject_id=F("pk"),
            to_email=F("email"),
            to_name=F("name"),
            to_person_id=F("person_id"),
            language=models.Value(language),
            thread=Concat(models.Value("invitation:"), Cast("pk", models.CharField())),
        )

    def by_municipality(self) -> Self:
        return self.order_by(F("sort_organisation").asc(), "sort_name", "pk")
