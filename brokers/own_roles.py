"""The roles as broker a person has today."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from brokers.models import Broker
from municipalities.models import Municipality
from partnership.people import roles
from partnership.people.models import User


def of(user: User | AnonymousUser) -> list[Broker]:
    """With their companies; those held before those one is deputy in. One query, none without a role."""
    order = {seat.pk: number for number, seat in enumerate(roles.seats_of(user))}
    return sorted(Broker.objects.of_user(user), key=lambda broker: order[broker.pk])


def covering(user: User | AnonymousUser, municipality: Municipality) -> Broker | None:
    """The first of them that covers the municipality today."""
    there = set(Broker.objects.of_user(user).covering([municipality]).values_list("pk", flat=True))
    return next((broker for broker in of(user) if broker.pk in there), None)
