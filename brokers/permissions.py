"""Who may what with innovation companies, brokers, coverage and the brokering log.

The log: a line is read by the broker's own company and, when it is about a municipality, by that municipality's
contact and deputy (``BrokeringEntry.objects.visible_to``). Partners' officers get sums without a line of text and
without the name of a firm (``can_see_report``), so that a municipality may speak freely with its broker. Firms are
known to the own company alone.
"""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from brokers import own_roles
from brokers.models import Broker, BrokeringEntry
from municipalities.models import Municipality
from partnership.people import roles
from partnership.people.models import User


def can_keep_brokers(user: User | AnonymousUser) -> bool:
    """Change companies, broker roles and coverage: officers."""
    return isinstance(user, User) and (user.is_superuser or roles.is_officer(user))


def can_log(user: User | AnonymousUser) -> bool:
    """Write in the log, and read the own company's: those who have a role as broker today, also as deputy."""
    return roles.is_broker(user)


def can_change_entry(user: User | AnonymousUser, entry: BrokeringEntry) -> bool:
    """Correct, delete and put back: who has the role it was written in, and who wrote it while in the company."""
    return BrokeringEntry.objects.changeable_by(user).filter(pk=entry.pk).exists()


def can_say_capacity(user: User | AnonymousUser, broker: Broker) -> bool:
    """The broker, or the deputy."""
    own = any(seat.pk == broker.pk for seat in roles.seats_of(user))
    return isinstance(user, User) and (user.is_superuser or own)


def covers(user: User | AnonymousUser, municipality: Municipality) -> bool:
    """Has a role as broker that covers the municipality today, itself or by its company."""
    return roles.is_broker(user) and own_roles.covering(user, municipality) is not None


def can_see_report(user: User | AnonymousUser) -> bool:
    """Sums from the log: officers for all companies, brokers for their own."""
    return isinstance(user, User) and (user.is_superuser or roles.is_officer(user) or roles.is_broker(user))


def sees_every_company(user: User | AnonymousUser) -> bool:
    return isinstance(user, User) and (user.is_superuser or roles.is_officer(user))
