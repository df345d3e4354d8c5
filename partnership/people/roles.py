"""Which roles a person has today: pure reads. A day is an Oslo day; a deputy counts as having the role."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from partnership.common import norwegian, once
from partnership.common.contributions import StandIn
from partnership.people.models import Absence, RoleTerm, Seat, SeatKind, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from partnership.people.querysets import RoleTermQuerySet


def current_terms(user: User | AnonymousUser | Any) -> list[RoleTerm]:
    """The terms of today with their seats, holder first; read once per user object and day."""
    if not isinstance(user, User) or user.pk is None or not user.is_active:
        return []
    today = norwegian.today()
    kept: tuple[dt.date, list[RoleTerm]] | None = user.__dict__.get("_current_terms")
    if kept is None or kept[0] != today:
        kept = (today, [term for term in _terms_of(user, today) if not term.seat.is_closed])
        user.__dict__["_current_terms"] = kept
    return kept[1]


def _terms_of(user: User, today: dt.date) -> Iterable[RoleTerm]:
    if not once.is_for_many():
        return _terms(today).of(user)
    return once.read(("terms", today), lambda: _grouped(_terms(today), "person_id")).get(user.pk, [])


def _terms(today: dt.date) -> RoleTermQuerySet:
    return RoleTerm.objects.current(today).select_related("seat").order_by("-capacity", "seat__sort_place")


def _grouped(terms: Iterable[RoleTerm], column: str) -> dict[int, list[RoleTerm]]:
    found: dict[int, list[RoleTerm]] = defaultdict(list)
    for term in terms:
        found[getattr(term, column)].append(term)
    return dict(found)


def forget(user: User) -> None:
    """Read again next time: the terms of this user object have just changed."""
    user.__dict__.pop("_current_terms", None)


def held_terms(user: User | AnonymousUser | Any) -> list[RoleTerm]:
    """Of today's terms those where the person is the holder."""
    return [term for term in current_terms(user) if not term.is_deputy]


def seats_of(user: User | AnonymousUser | Any) -> list[Seat]:
    return [term.seat for term in current_terms(user)]


def has_kind(user: User | AnonymousUser | Any, kind: SeatKind) -> bool:
    return any(term.seat.kind == kind for term in current_terms(user))


def is_officer(user: User | AnonymousUser | Any) -> bool:
    return has_kind(user, SeatKind.OFFICER)


def is_contact(user: User | AnonymousUser | Any) -> bool:
    return has_kind(user, SeatKind.CONTACT)


def is_broker(user: User | AnonymousUser | Any) -> bool:
    return has_kind(user, SeatKind.BROKER)


def has_role(user: User | AnonymousUser | Any) -> bool:
    return bool(current_terms(user))


def acting_seats(user: User | AnonymousUser | Any, on: dt.date | None = None) -> set[int]:
    """The roles the person holds, and those they are deputy in while the holder is away or there is none."""
    terms = current_terms(user)
    deputised = {term.seat_id for term in terms if term.is_deputy}
    held = {term.seat_id for term in terms} - deputised
    if not deputised:
        return held
    on = on or norwegian.today()
    one = ("present", on, frozenset(deputised))
    return held | deputised - once.read(("present", on), lambda: once.in_page(one, lambda: _present(on, deputised)))


def _present(on: dt.date, deputised: set[int]) -> set[int]:
    """The roles whose holder is there; for many people all such, else those of ``deputised``."""
    holders = RoleTerm.objects.current(on).holders().exclude(person__in=Absence.objects.on(on).values("person"))
    if not once.is_for_many():
        holders = holders.filter(seat__in=deputised)
    return set(holders.values_list("seat", flat=True))


def absence_of(user: User, on: dt.date | None = None) -> Absence | None:
    return Absence.objects.on(on).of(user).first()


def stands_in_for(user: User, on: dt.date | None = None) -> list[StandIn]:
    """Holders who are away on the day, each with the roles that have ``user`` as deputy."""
    deputised = [term.seat_id for term in current_terms(user) if term.is_deputy]
    if not deputised:
        return []
    on = on or norwegian.today()
    seats: dict[User, set[int]] = {}
    one = ("away", on, frozenset(deputised))
    for term in once.read(("away", on), lambda: once.in_page(one, lambda: _away(on, deputised))):
        if term.seat_id in deputised:
            seats.setdefault(term.person, set()).add(term.seat_id)
    return [StandIn(person, frozenset(found)) for person, found in seats.items()]


def _away(on: dt.date, deputised: list[int]) -> list[RoleTerm]:
    """The parts of holders who are away; for many people all such, else those in ``deputised`` roles."""
    held = RoleTerm.objects.current(on).holders().of_active()
    away = held.filter(person__in=Absence.objects.on(on).values("person")).select_related("person")
    if not once.is_for_many():
        away = away.filter(seat__in=deputised)
    return list(away.order_by("person__sort_name", "person"))


def deputies_of(user: User, on: dt.date | None = None) -> list[User]:
    """To whom what waits for ``user`` goes on a day when ``user`` is away; empty when not away."""
    if absence_of(user, on) is None:
        return []
    held = RoleTerm.objects.current(on).holders().of(user).values("seat")
    standing_in = RoleTerm.objects.current(on).deputies().filter(seat__in=held).values("person")
    return list(User.objects.active().filter(pk__in=standing_in).exclude(pk=user.pk).order_by("sort_name"))
