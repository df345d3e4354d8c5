"""Which brokers write for a contact's municipalities, and which may be let to."""

from __future__ import annotations

from dataclasses import dataclass

from brokers.models import Broker
from ideas.models import BrokerRequest, StandingConsent
from ideas.querysets.idea import own_municipalities
from ideas.with_brokers import broker_people
from municipalities.models import Municipality
from partnership.people.models import User


@dataclass(frozen=True)
class Candidate:
    """A broker who covers the municipality, or has a case of it. ``key`` is «<municipality>-<broker>»."""

    municipality: Municipality
    broker: Broker
    name: str

    @property
    def key(self) -> str:
        return f"{self.municipality.pk}-{self.broker.pk}"


@dataclass(frozen=True)
class Given:
    consent: StandingConsent
    name: str


@dataclass(frozen=True)
class Consents:
    given: list[Given]
    candidates: list[Candidate]


def of(user: User) -> Consents:
    """Of the municipalities the person is contact or deputy in."""
    places = list(Municipality.objects.filter(pk__in=own_municipalities(user)))
    given = list(StandingConsent.objects.of_places(places))
    pairs = [(place, broker) for place in places for broker in _near(place)]
    seats = {broker.pk for _place, broker in pairs} | {one.broker_id for one in given}
    names = {seat: parts.name for seat, parts in broker_people.of(seats).items()}
    has = {(one.municipality_id, one.broker_id) for one in given}
    left = [(place, broker) for place, broker in pairs if (place.pk, broker.pk) not in has and names[broker.pk]]
    return Consents(
        [Given(one, names[one.broker_id] or one.broker.title) for one in given],
        [Candidate(place, broker, names[broker.pk]) for place, broker in left],
    )


def _near(place: Municipality) -> list[Broker]:
    having = BrokerRequest.objects.taken().filter(idea__municipality=place).values("broker")
    covering = Broker.objects.covering([place]).values("pk")
    near = Broker.objects.open().filter(pk__in=covering.union(having))
    return list(near.select_related("company").order_by("sort_place", "pk"))
