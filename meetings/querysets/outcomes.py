"""Chainable adjectives over agreements, follow-ups, proposed ideas."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Case, Count, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from partnership.common import norwegian
from partnership.people import roles
from partnership.people.models import RoleTerm

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from meetings.models import Agreement, Feedback, FollowUp, IdeaProposal, Meeting  # noqa: F401
    from partnership.people.models import Seat, User


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def meetings_with_some(self, meetings: Iterable[int]) -> set[int]:
        """Those of them where something is noted as agreed."""
        return set(self.filter(meeting__in=list(meetings)).order_by().values_list("meeting", flat=True))

    def of(self, meeting: Meeting) -> Self:
        return self.filter(meeting=meeting).select_related("item")


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def of(self, meeting: Meeting) -> Self:
        return self.filter(meeting=meeting).with_whose().select_related("item")

    def made_in(self, meeting: Meeting) -> Self:
        """Also those that have been moved on to a later meeting."""
        made = Q(first_meeting=meeting) | Q(first_meeting=None, meeting=meeting)
        return self.filter(made).with_whose().select_related("item")

    def with_whose(self) -> Self:
        """With who answers for it today, ``holder`` (key) and ``holder_name``: the role's holder, or the person while
        the sign-in is open."""
        terms = RoleTerm.objects.current().holders().filter(seat=OuterRef("seat"))
        key = When(person__is_active=True, then="person_id")
        name = When(person__is_active=True, then="person__name")
        found = self.annotate(
            holder=Case(key, default=Subquery(terms.values("person")[:1]), output_field=models.BigIntegerField()),
            holder_name=Case(name, default=Subquery(terms.values("person__name")[:1])),
        )
        return found.select_related("meeting", "seat", "person")

    def for_page(self) -> Self:
        """With whose it is, and the meetings it may be named after."""
        return self.with_whose().select_related("meeting__owner_partner", "meeting__owner_seat", "first_meeting")

    def the_same(self, *, text: str, seat: Seat | None, person: User | None, due: dt.date) -> Self:
        """Open, of the same words, responsible and day: a press that came twice."""
        return self.open().filter(text=text, seat=seat, person=person, due=due)

    def open(self) -> Self:
        return self.filter(done_at=None)

    def of_responsible(self, user: User) -> Self:
        """Whose it is: the person, or whoever holds the role today."""
        seats = [term.seat_id for term in roles.current_terms(user) if not term.is_deputy]
        return self.filter(Q(person=user) | Q(seat__in=seats))

    def of_seat(self, seat: Seat) -> Self:
        return self.filter(seat=seat)

    def of_acting(self, user: User) -> Self:
        """Also of roles the person deputises in for somebody who is away."""
        return self.filter(Q(person=user) | Q(seat__in=roles.acting_seats(user)))

    def organised_by(self, user: User) -> Self:
        """Of meetings the person organises, and not their own to do."""
        from meetings.models import Meeting

        own = self.model.objects.of_acting(user).values("pk")
        return self.filter(meeting__in=Meeting.objects.organised_by(user).values("pk")).exclude(pk__in=own)

    def needs_organiser(self, on: dt.date) -> Self:
        """Late, or nobody's; ``with_whose``."""
        return self.filter(Q(due__lt=on) | Q(holder_name=None))

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Whose it is, and those who see the meeting."""
        from meetings.models import Meeting

        seen = Q(meeting__in=Meeting.objects.visible_to(user))
        return self.filter(seen | Q(pk__in=self.model.objects.of_acting(user))) if user.pk else self.none()

    def of_owners_today(self, persons: Iterable[int]) -> Self:
        """Whose owner today, ``owner``, is among ``persons``: the person, or the holder of the role."""
        holders = RoleTerm.objects.current().holders().filter(seat=OuterRef("seat")).values("person")[:1]
        owner = Coalesce("person_id", Subquery(holders), output_field=models.BigIntegerField())
        return self.annotate(owner=owner).filter(owner__in=list(persons))

    def that_came_of(self, meeting: Meeting) -> Self:
        """Made in the meeting, or standing on it; also those moved on since."""
        return self.filter(Q(first_meeting=meeting) | Q(meeting=meeting))

    def number_of_meeting(self, outer: str, **only: Any) -> Coalesce:
        """As ``that_came_of``, for a query over what has the meeting in ``outer``: how many, as a sub-query."""
        rows = self.filter(Q(first_meeting=OuterRef(outer)) | Q(meeting=OuterRef(outer)), **only)
        counted = rows.order_by().annotate(all=Value(1)).values("all").annotate(n=Count("pk")).values("n")
        return Coalesce(Subquery(counted), 0)

    def done_of_all(self) -> tuple[int, int, int]:
        """How many are done, how many there are, and how many are late."""
        late = Count("pk", filter=Q(done_at=None, due__lt=norwegian.today()))
        sums = self.order_by().aggregate(done=Count("done_at"), total=Count("pk"), late=late)
        return sums["done"], sums["total"], sums["late"]

    def in_meetings(self, meetings: Iterable[int]) -> Self:
        return self.filter(meeting__in=list(meetings))

    def that_came_of_any(self, meetings: Iterable[int]) -> Self:
        """As ``that_came_of``, of several, by key."""
        pks = list(meetings)
        return self.filter(Q(first_meeting__in=pks) | Q(meeting__in=pks))

    def overdue(self) -> Self:
        return self.open().filter(due__lt=norwegian.today())

    def for_list(self) -> Self:
        return self.select_related("seat", "person", "meeting").order_by("due", "pk")

    def of_partner_meetings(self) -> Self:
        """Standing on a meeting a partner has, whatever became of the meeting."""
        return self.filter(meeting__owner_partner__isnull=False)


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def of(self, meeting: Meeting) -> Self:
        return self.filter(meeting=meeting)

    def of_meetings(self, meetings: Any) -> Self:
        return self.filter(meeting__in=meetings)


class IdeaProposalQuerySet(models.QuerySet["IdeaProposal"]):
    def of(self, meeting: Meeting) -> Self:
        return self.filter(meeting=meeting).select_related("municipality", "idea")

    def with_meeting(self) -> Self:
        """And whose it is, which is its name to those who do not see it."""
        return self.select_related("meeting__owner_partner", "meeting__owner_seat")

    def asked(self) -> Self:
        return self.filter(state="asked")

    def to_places(self, places: Any) -> Self:
        return self.filter(municipality__in=places)

    def answered_by(self, user: User | AnonymousUser) -> Self:
        """Offered to a municipality whose contact or deputy the person is today."""
        from municipalities import places

        return self.to_places(places.of_contact(user))
