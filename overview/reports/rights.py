"""Who may order a report about what, and by which right it is written."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from brokers import own_roles
from brokers.models import InnovationCompany
from meetings.permissions import sees_matrix
from municipalities import places
from municipalities.models import Municipality
from partnership.partners.models import Partner
from partnership.people import roles
from partnership.people.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from overview.reports.models import About, Report


class Level(StrEnum):
    """What the rows are read by: still only those ``visible_to`` gives, at every level."""

    OWN = "own"  # the municipality's contact or deputy, the partner's officer, the company's broker
    COMPARES = "compares"  # KS: sums, with answer times and who turned up
    SUMS = "sums"  # other officers: sums


def level(user: User | AnonymousUser, about: About) -> Level | None:
    """None: no report about it for this person."""
    if not isinstance(user, User) or not user.is_active:
        return None
    if isinstance(about, Municipality) and about.pk in places.of_contact(user):
        return Level.OWN
    if isinstance(about, Partner):
        own = user.is_superuser or Partner.objects.of_officer(user).filter(pk=about.pk).exists()
        return Level.OWN if own else None
    if isinstance(about, InnovationCompany) and any(one.company_id == about.pk for one in own_roles.of(user)):
        return Level.OWN
    if sees_matrix(user):
        return Level.COMPARES
    return Level.SUMS if roles.is_officer(user) else None


def can_archive(user: User | AnonymousUser, municipality: Municipality) -> bool:
    """All of a municipality's records are taken out by its own contact or deputy alone."""
    return level(user, municipality) == Level.OWN


def can_download(user: User | AnonymousUser, report: Report) -> bool:
    """The orderer, as long as the right it was written by is the one the person has today."""
    return report.ordered_by_id == user.pk and report.is_done and level(user, report.about) == report.seen_as


def abouts(user: User | AnonymousUser) -> list[About]:
    """What the person may order a report about: the own first, then by name."""
    if not isinstance(user, User):
        return []
    everything = user.is_superuser or roles.is_officer(user)
    own: list[About] = [*Partner.objects.of_officer(user)] if not user.is_superuser else [*Partner.objects.all()]
    own += Municipality.objects.filter(pk__in=places.of_contact(user)).order_by("sort_name")
    own += sorted({one.company for one in own_roles.of(user)}, key=lambda company: company.sort_name)
    if not everything:
        return own
    taken = {(type(one), one.pk) for one in own}
    rest: list[About] = [*Municipality.objects.order_by("sort_name"), *InnovationCompany.objects.all()]
    return own + [one for one in rest if (type(one), one.pk) not in taken]


def registers(user: User | AnonymousUser) -> list[Municipality | Partner]:
    """Whose records the person may take out for a request for access: the own municipality's, the own partner's."""
    if not isinstance(user, User):
        return []
    own = Municipality.objects.filter(pk__in=places.of_contact(user)).order_by("sort_name")
    return [*own, *Partner.objects.of_officer(user)]
