"""Who is FoUI contact where: one entry a municipality, for the list, its filters, its export and its page.

Read as plain values in two queries: the list is asked for more often than any other page. The second is written by
hand, since to build it anew each time took as long as to ask it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db import connection

from municipalities.models import Municipality
from partnership.common import norwegian
from partnership.people.models import RoleTerm

# Open roles, each with its terms of the day (Oslo), or none: the oldest role first, persons by name.
_TERMS = """
    SELECT seat.id, contact.municipality_id, contact.area, seat.role_email,
      term.capacity, term.since, term.until, term.last_confirmed, person.name, person.email, person.phone
    FROM municipalities_fouicontact contact
    JOIN people_seat seat ON seat.id = contact.seat_ptr_id
    LEFT JOIN people_roleterm term ON term.seat_id = seat.id
      AND term.since <= %(day)s AND (term.until IS NULL OR term.until > %(day)s)
    LEFT JOIN people_user person ON person.id = term.person_id
    WHERE (seat.closed_on IS NULL OR seat.closed_on > %(day)s) AND contact.municipality_id = ANY(%(places)s)
    ORDER BY seat.id, person.sort_name"""


class Standing(StrEnum):
    """How sure it is who the contact is."""

    IN_PLACE = "pa-plass"
    UNCONFIRMED = "ikke-bekreftet"
    VACANT = "mangler"


@dataclass(frozen=True, slots=True)
class Held:
    """Somebody's term in a role today: Oslo days, ``until`` exclusive."""

    name: str
    email: str
    phone: str
    since: dt.date
    until: dt.date | None
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class ContactLine:
    """One contact role: who holds it and who stands in today."""

    seat_pk: int
    area: str
    role_email: str
    holder: Held | None
    deputies: tuple[Held, ...]

    @property
    def standing(self) -> Standing:
        if self.holder is None:
            return Standing.VACANT
        return Standing.IN_PLACE if self.holder.is_confirmed else Standing.UNCONFIRMED


@dataclass(frozen=True, slots=True)
class Entry:
    municipality: Municipality
    councils: tuple[str, ...]
    contacts: tuple[ContactLine, ...]

    @property
    def standing(self) -> Standing:
        """Vacant when nobody holds any contact role; unconfirmed when no holder is confirmed."""
        held = [line.standing for line in self.contacts if line.holder is not None]
        if not held:
            return Standing.VACANT
        return Standing.IN_PLACE if Standing.IN_PLACE in held else Standing.UNCONFIRMED


def entries(*, words: str = "", council: str = "", standing: str = "") -> list[Entry]:
    """Municipalities in Norwegian order that match the words, lie in the council, and stand so."""
    found = _read(Municipality.objects.matching(words).in_council(council).with_council_names())
    return [e for e in found if e.standing == standing] if standing in set(Standing) else found


def of_places(places: list[Municipality]) -> list[Entry]:
    """These, in their order, without their councils. One query, none for no places."""
    lines = _lines(places) if places else {}
    return [Entry(place, (), tuple(lines.get(place.pk, ()))) for place in places]


def entry(municipality: Municipality) -> Entry:
    """``municipality`` comes from ``Municipality.objects.with_council_names()``."""
    return _read([municipality])[0]


def _read(municipalities: Iterable[Municipality]) -> list[Entry]:
    places = list(municipalities)
    lines = _lines(places)
    return [
        Entry(place, tuple(place.council_names), tuple(lines[place.pk]))  # type: ignore[attr-defined]
        for place in places
    ]


def _lines(places: list[Municipality]) -> dict[int, list[ContactLine]]:
    """Open contact roles by municipality, the oldest first."""
    roles: dict[int, tuple[int, str, str]] = {}
    held: dict[tuple[int, str], list[Held]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_TERMS, {"day": norwegian.today(), "places": [place.pk for place in places]})
        rows = cursor.fetchall()
    for pk, place_pk, area, role_email, capacity, since, until, confirmed, name, email, phone in rows:
        roles[pk] = (place_pk, area, role_email)
        if capacity is not None:
            is_confirmed = RoleTerm(since=since, last_confirmed=confirmed).is_confirmed
            held[pk, capacity].append(Held(name, email, phone, since, until, is_confirmed))
    found: dict[int, list[ContactLine]] = defaultdict(list)
    for pk, (place_pk, area, role_email) in roles.items():
        holder = next(iter(held[pk, RoleTerm.Capacity.HOLDER]), None)
        deputies = tuple(held[pk, RoleTerm.Capacity.DEPUTY])
        found[place_pk].append(ContactLine(pk, area, role_email, holder, deputies))
    return found
