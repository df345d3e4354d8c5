"""Adjectives over ideas. Who sees what is decided here and nowhere else: ``visible_to``."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from brokers.models import Coverage
from ideas import stages
from ideas.stages import Stage
from municipalities.models import FouiContact, Municipality
from partnership.people import roles
from partnership.people.models import SeatKind, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ideas.models import Idea, IdeaAccess, Intake  # noqa: F401

AREA_AND_WIDER = ("area", "partnership", "public")
PARTNERSHIP_AND_WIDER = ("partnership", "public")


def own_municipalities(user: User) -> models.QuerySet[FouiContact, Any]:
    """Those the person is contact or deputy in today, as a subquery of keys."""
    seats = [term.seat_id for term in roles.current_terms(user) if term.seat.kind == SeatKind.CONTACT]
    return FouiContact.objects.among(seats).values("municipality")


class IdeaQuerySet(models.QuerySet["Idea"]):
    def visible_to(self, user: User | AnonymousUser | Any) -> Self:
        """docs/architecture.md, «Who sees an idea».

        Own municipality's contact and deputy: all of them. Whoever is named on it, and a broker's role that was
        asked: it. Brokers that cover the municipality: from *area*. Contacts and officers: from *partnership*.
        Everybody: *public*. A superuser has no more than the roles give: ideas are the municipalities' own.
        """
        if not isinstance(user, User) or not user.is_active:
            return self.filter(visibility="public")
        terms = roles.current_terms(user)
        kinds = {term.seat.kind for term in terms}
        seats = [term.seat_id for term in terms]
        widely = PARTNERSHIP_AND_WIDER if kinds & {SeatKind.CONTACT, SeatKind.OFFICER} else ("public",)
        may = Q(visibility__in=widely) | Q(pk__in=self._named(user, seats))
        if SeatKind.CONTACT in kinds:
            may |= Q(municipality__in=own_municipalities(user))
        if SeatKind.BROKER in kinds:
            brokers = [term.seat_id for term in terms if term.seat.kind == SeatKind.BROKER]
            covered = Coverage.objects.current().of_brokers(brokers).values("municipality")
            may |= Q(visibility__in=AREA_AND_WIDER, municipality__in=covered)
        return self.filter(may)

    @staticmethod
    def _named(user: User, seats: list[int]) -> models.QuerySet[IdeaAccess, Any]:
        from ideas.models import IdeaAccess

        return IdeaAccess.objects.current().filter(Q(person=user) | Q(seat__in=seats)).values("idea")

    def of_municipality(self, municipality: Municipality | int) -> Self:
        return self.filter(municipality=municipality)

    def of_municipalities(self, places: Any) -> Self:
        return self.filter(municipality__in=places)

    def open(self) -> Self:
        return self.filter(stage__in=stages.OPEN)

    def closed(self) -> Self:
        return self.filter(stage__in=stages.CLOSED)

    def in_stages(self, *wanted: Stage | str) -> Self:
        return self.filter(stage__in=wanted)

    def results(self) -> Self:
        return self.filter(stage__in=stages.RESULTS)

    def held_by(self, user: User, seats: set[int] | None = None) -> Self:
        """Open ones that lie with the person, or with a role the person acts in today."""
        acting = roles.acting_seats(user) if seats is None else seats
        return self.open().filter(Q(holder_person=user) | Q(holder_seat__in=acting))

    def held_by_seat(self, seat_pk: int) -> Self:
        return self.open().filter(holder_seat=seat_pk)

    def late(self, on: dt.date) -> Self:
        """Open, and its next date is over."""
        return self.open().filter(next_date__lt=on)

    def without_open_question(self) -> Self:
        """No broker is being asked about it: what waits for that broker is the question, not the idea."""
        from ideas.models import BrokerRequest

        return self.exclude(pk__in=BrokerRequest.objects.standing().values("idea"))

    def taken_by_seats(self, seats: Any) -> Self:
        """Open ones these broker's roles have the case of."""
        from ideas.models import BrokerRequest

        return self.open().filter(pk__in=BrokerRequest.objects.taken().to_seats(seats).values("idea"))

    def with_holder(self) -> Self:
        return self.select_related("municipality", "holder_seat", "holder_person")

    def with_sender(self) -> Self:
        return self.select_related("sender")

    def numbered(self, number: str) -> Self:
        """«26-014»; what is no number finds nothing."""
        year, _dash, serial = number.partition("-")
        if not (year.isascii() and year.isdigit() and serial.isascii() and serial.isdigit() and len(serial) < 9):
            return self.none()
        return self.filter(year=2000 + int(year) % 100, serial=int(serial))


class IdeaAccessQuerySet(models.QuerySet["IdeaAccess"]):
    def current(self) -> Self:
        return self.filter(until__isnull=True)

    def of_person(self, user: User) -> Self:
        return self.filter(person=user)

    def of_seats(self, seats: Any) -> Self:
        return self.filter(seat__in=seats)

    def of_idea(self, idea_pk: int) -> Self:
        return self.filter(idea=idea_pk)


class IntakeQuerySet(models.QuerySet["Intake"]):
    def is_open(self) -> Self:
        return self.filter(state="open")

    def of(self, municipality: Municipality) -> Intake:
        """The municipality's intake; closed, and not yet stored, when nobody has touched it."""
        found = self.filter(municipality=municipality).first()
        return found or self.model(municipality=municipality)


def has_contact_today() -> Exists:
    """Annotates municipalities: somebody holds a contact role there today."""
    held = FouiContact.objects.held().filter(municipality=OuterRef("pk"))
    return Exists(held)
