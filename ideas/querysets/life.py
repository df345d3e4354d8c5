"""Adjectives over what happens to ideas."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from ideas.life import stages
from partnership.common import norwegian
from partnership.people import roles
from partnership.people.models import RoleTerm, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from brokers.models import Broker
    from ideas.models import BrokerRequest, Idea, IdeaEvent, Intake, Reminder, StandingConsent  # noqa: F401
    from municipalities.models import Municipality


class IdeaEventQuerySet(models.QuerySet["IdeaEvent"]):
    def standing(self) -> Self:
        """Not undone."""
        return self.filter(undone_at__isnull=True)

    def with_holder(self) -> Self:
        """With whom the idea lay with after each."""
        return self.select_related("idea__municipality", "holder_seat", "holder_person")

    def for_sender(self) -> Self:
        """What the sender's page shows."""
        return self.standing().filter(is_internal=False)

    def moved_to(self, stage: str) -> Self:
        return self.filter(kind="moved", new_stage=stage)

    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")

    def after(self, event: IdeaEvent) -> Self:
        """The oldest first."""
        return self.filter(Q(at__gt=event.at) | Q(at=event.at, pk__gt=event.pk)).order_by("at", "pk")

    def of_ideas(self, pks: Iterable[int], since: dt.datetime) -> Self:
        """The oldest first."""
        return self.filter(idea__in=list(pks), at__gte=since).order_by("at", "pk")

    def on_behalf(self, since: dt.datetime) -> Self:
        """What a broker has done for a contact, and kept what was before."""
        return self.filter(behalf_of__isnull=False, at__gte=since).exclude(before={})

    def for_seats(self, seats: Any) -> Self:
        return self.filter(behalf_of__in=seats)

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def because(self, reason: str) -> Self:
        return self.filter(reason=reason)

    def moved_from_elsewhere(self) -> Self:
        """Those by which the idea came to the stage it then was in."""
        return self.exclude(old_stage__in=["", F("new_stage")])


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def to_leaders(self) -> Self:
        return self.filter(level="leader")

    def to_leader_of(self, intake: Intake) -> Self:
        return self.to_leaders().filter(idea__municipality=intake.municipality_id)

    def still_late(self) -> Self:
        """The idea is open, and has had no other date."""
        return self.filter(idea__stage__in=stages.OPEN, idea__next_date=F("about"))

    def with_idea(self) -> Self:
        related = ("idea__municipality", "idea__holder_person", "idea__holder_seat")
        return self.select_related(*related).order_by("about", "idea")

    def on_day(self, day: dt.date) -> Self:
        """Told on the Oslo day."""
        after = norwegian.at(day + dt.timedelta(days=1), dt.time())
        return self.filter(at__gte=norwegian.at(day, dt.time()), at__lt=after)


class BrokerRequestQuerySet(models.QuerySet["BrokerRequest"]):
    def open(self) -> Self:
        return self.filter(answer="")

    def taken(self) -> Self:
        return self.filter(answer="taken")

    def having_case(self) -> Self:
        """Taken, and the idea is still on the broker's road, or lies with the broker: no longer when it has ended, is
        in use, or the municipality has chosen another road and given it to somebody else."""
        on_road = Q(idea__stage__in=stages.WITH_BROKER)
        on_road |= Q(idea__stage="paused", idea__paused_in__in=stages.WITH_BROKER)
        lies_there = Q(idea__stage__in=stages.OPEN, idea__holder_seat=F("broker")) & ~Q(idea__stage="in_use")
        return self.taken().filter(on_road | lies_there)

    def to_seats(self, seats: Any) -> Self:
        return self.filter(broker__in=seats)

    def of_user(self, user: User | AnonymousUser) -> Self:
        """To the roles the person has today, as holder or deputy."""
        return self.to_seats([term.seat_id for term in roles.current_terms(user)])

    def to_settle(self, day: dt.date) -> Self:
        """Open, and not to be waited for: the day is over, nobody has the role any more, or the idea has gone on."""
        answering = RoleTerm.objects.current(day).filter(seat=OuterRef("broker"), person__is_active=True)
        standing = Q(idea__stage="brokering", idea__holder_seat=F("broker"))
        here = self.filter(standing, Exists(answering), answer_by__gte=day, answer="")
        return self.open().exclude(pk__in=here.values("pk"))

    def standing(self) -> Self:
        """Open, and the idea still waits for the broker."""
        return self.open().filter(idea__stage="brokering", idea__holder_seat=F("broker"))

    def of_idea(self, idea: Idea) -> Self:
        return self.filter(idea=idea)

    def left_with(self, seats: Any) -> Self:
        """A no, or silence, after which the idea lies with one of the roles, and nobody has done anything since."""
        found = self.filter(answer__in=["cannot", "silent"], idea__holder_seat__in=seats, idea__stage__in=stages.OPEN)
        acts = ["moved", "new_date", "handed_on", "asked_broker"]
        # Through the model: its module imports this one.
        events = self.model._meta.apps.get_model("ideas", "IdeaEvent")._default_manager
        since = events.filter(
            idea=OuterRef("idea"), at__gt=OuterRef("answered_at"), kind__in=acts, undone_at__isnull=True
        )
        newer = self.model._default_manager.filter(idea=OuterRef("idea"), asked_at__gt=OuterRef("asked_at"))
        return found.exclude(Exists(since)).exclude(Exists(newer))

    def numbered(self, pk: int) -> Self:
        return self.filter(pk=pk)

    def of_companies(self, company_pks: list[int]) -> Self:
        return self.filter(broker__company__in=company_pks)

    def answered_between(self, since: dt.date, until: dt.date) -> Self:
        """Oslo days, both included."""
        first, after = norwegian.at(since, dt.time()), norwegian.at(until + dt.timedelta(days=1), dt.time())
        return self.filter(answered_at__gte=first, answered_at__lt=after)

    def newest_first(self) -> Self:
        return self.order_by("-asked_at", "-pk")

    def for_page(self) -> Self:
        return self.select_related("idea__municipality", "broker__company", "asked_by")


class StandingConsentQuerySet(models.QuerySet["StandingConsent"]):
    def current(self) -> Self:
        return self.filter(ended_at__isnull=True)

    def between(self, municipality: Municipality | int, broker: Broker | int) -> Self:
        return self.current().filter(municipality=municipality, broker=broker)

    def of_seats(self, seats: Any) -> Self:
        return self.current().filter(broker__in=seats)

    def of_places(self, places: Any) -> Self:
        """With broker, company and giver."""
        related = ("municipality", "broker__company", "given_by")
        return self.current().filter(municipality__in=places).select_related(*related).order_by("given_at", "pk")
