"""Chainable adjectives over date polls and those who are asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from partnership.partners.models import PartnerOfficer
from partnership.people import roles
from partnership.people.models import RoleTerm, Seat, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from meetings.models import AskedPerson, DatePoll, Meeting  # noqa: F401


class DatePollQuerySet(models.QuerySet["DatePoll"]):
    def organised_by(self, user: User) -> Self:
        """Officers of the owning partner; holder or deputy of the owning role."""
        partners = PartnerOfficer.objects.held_by(user).values("partner")
        seats = RoleTerm.objects.current().of(user).values("seat")
        return self.filter(Q(owner_partner__in=partners) | Q(owner_seat__in=seats))

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those one organises, and those one is asked in."""
        from meetings.models import AskedPerson

        if not isinstance(user, User) or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        asked = AskedPerson.objects.arrived().of_acting(user).values("poll")
        return self.filter(Q(pk__in=self.model.objects.organised_by(user).values("pk")) | Q(pk__in=asked))

    def of_meeting(self, meeting: Meeting) -> DatePoll | None:
        """Which the meeting came of."""
        return self.filter(meeting=meeting).first()

    def with_owner(self) -> Self:
        return self.select_related("asked_by", "owner_partner", "owner_seat", "chosen", "meeting")

    def with_counts(self) -> Self:
        """``asked_count`` and ``marked_count``, of those who have been asked."""
        told = Q(asked__asked_at__isnull=False)
        marked = told & Q(asked__marked_at__isnull=False)
        return self.annotate(
            asked_count=Count("asked", filter=told, distinct=True),
            marked_count=Count("asked", filter=marked, distinct=True),
        )

    def open(self) -> Self:
        return self.filter(sent_at__isnull=False, ended_at=None)

    def not_ended(self) -> Self:
        """Open ones, and drafts."""
        return self.filter(ended_at=None)

    def with_date_to_come(self) -> Self:
        return self.filter(self._date_to_come())

    def without_date_to_come(self) -> Self:
        return self.filter(~self._date_to_come())

    def _date_to_come(self) -> Exists:
        from meetings.models import ProposedDate

        return Exists(ProposedDate.objects.filter(poll=OuterRef("pk"), start__gt=timezone.now()))

    def due_by(self, day: dt.date) -> Self:
        return self.filter(answer_by__lte=day)

    def asked_in_role(self, person: User, seat: Seat) -> Self:
        """Which the person has sent in the role, or for its partner."""
        partner = PartnerOfficer.objects.filter(pk=seat.pk).values("partner")
        return self.filter(Q(owner_seat=seat) | Q(owner_partner__in=partner), asked_by=person)


class AskedPersonQuerySet(models.QuerySet["AskedPerson"]):
    def of(self, user: User) -> Self:
        return self.filter(person=user)

    def of_acting(self, user: User) -> Self:
        """One's own, and in their role those of whom one stands in for."""
        found = Q(person=user)
        for absent in roles.stands_in_for(user):
            found |= Q(person=absent.person, seat__in=absent.seats)
        return self.filter(found)

    def told(self) -> Self:
        """To whom the question has been sent; it may still be held."""
        return self.filter(asked_at__isnull=False)

    def arrived(self) -> Self:
        """Whose question has left. Before that they see nothing of it."""
        return self.filter(asked_at__lte=timezone.now())

    def held(self) -> Self:
        """Whose question can still be taken back, the first to leave first."""
        return self.filter(asked_at__gt=timezone.now()).order_by("asked_at", "pk")

    def not_told(self) -> Self:
        return self.filter(asked_at=None)

    def asked_before(self, moment: dt.datetime) -> Self:
        return self.filter(asked_at__lte=moment)

    def guests(self) -> Self:
        return self.filter(person=None)

    def silent(self) -> Self:
        return self.filter(marked_at=None)

    def not_reminded(self) -> Self:
        return self.filter(reminded_at=None)

    def in_open_polls(self) -> Self:
        return self.filter(poll__sent_at__isnull=False, poll__ended_at=None)

    def in_polls_not_ended(self) -> Self:
        return self.filter(poll__ended_at=None)

    def with_date_to_come(self) -> Self:
        from meetings.models import ProposedDate

        return self.filter(Exists(ProposedDate.objects.filter(poll=OuterRef("poll"), start__gt=timezone.now())))

    def in_polls_ended_before(self, moment: dt.datetime) -> Self:
        return self.filter(poll__ended_at__lt=moment)

    def asked_in_polls_since(self, moment: dt.datetime) -> Self:
        """Also those written down and not told yet."""
        return self.filter(poll__created_at__gt=moment)

    def in_role(self, person: User, seat: Seat) -> Self:
        return self.filter(person=person, seat=seat)

    def with_address(self, email: str) -> Self:
        return self.filter(email__iexact=email)

    def of_person_or_address(self, person: User, emails: Iterable[str]) -> Self:
        """``emails`` in lower case."""
        return self.filter(Q(person=person) | Q(email__in=set(emails)))
