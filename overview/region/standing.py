"""Where each municipality stands: who is contact, what it has shared, who covers it, whether it has a strategy."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db.models import Count

from brokers.models import Broker, Coverage
from municipalities.directory import Standing
from municipalities.models import Experience, FouiContact, Strategy
from overview.region.figures import Place
from partnership.people.models import RoleTerm

# A strategy in force says more than one under way.
_STRATEGIES = (Strategy.State.ADOPTED, Strategy.State.UNDER_WAY)


def fill(places: dict[int, Place], today: dt.date) -> None:
    """Five queries."""
    _contacts(places, today)
    for pk, count in Experience.objects.published().order_by().values_list("municipality").annotate(n=Count("pk")):
        places[pk].experiences = count
    _brokers(places, today)
    _strategies(places)


def _contacts(places: dict[int, Place], today: dt.date) -> None:
    """As ``municipalities.directory``: unconfirmed when no holder is confirmed."""
    held = RoleTerm.objects.current(today).holders().filter(seat__in=FouiContact.objects.open(today).values("pk"))
    columns = ("seat__fouicontact__municipality", "person", "since", "last_confirmed")
    for pk, person, since, confirmed in held.order_by("seat").values_list(*columns):
        place = places[pk]
        place.holders.append(person)
        is_confirmed = RoleTerm(since=since, last_confirmed=confirmed).is_confirmed
        if is_confirmed or place.standing == Standing.VACANT:
            place.standing = Standing.IN_PLACE if is_confirmed else Standing.UNCONFIRMED


def _brokers(places: dict[int, Place], today: dt.date) -> None:
    """Roles somebody holds; a company may cover a municipality without a broker in the role."""
    by_company: dict[int, set[int]] = defaultdict(set)
    for broker, company in Broker.objects.held(today).order_by().values_list("pk", "company"):
        by_company[company].add(broker)
    held = set().union(*by_company.values())
    companies: dict[int, set[int]] = defaultdict(set)
    brokers: dict[int, set[int]] = defaultdict(set)
    rows = Coverage.objects.current(today).values_list("municipality", "company", "broker")
    for pk, company, broker in rows:
        companies[pk].add(company)
        brokers[pk] |= by_company[company] if broker is None else {broker} & held
    for pk, place in places.items():
        place.brokers, place.companies = len(brokers[pk]), len(companies[pk])


def _strategies(places: dict[int, Place]) -> None:
    """Of those shown to the partnership alone: what a municipality keeps to itself is not told by a map."""
    shown = Strategy.objects.shown_to_partnership().filter(state__in=_STRATEGIES).order_by()
    for pk, state in shown.values_list("municipality", "state"):
        if places[pk].strategy != Strategy.State.ADOPTED:
            places[pk].strategy = state
