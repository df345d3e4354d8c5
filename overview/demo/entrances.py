"""Whom a visitor of the demo may sign in as: one of each kind first, then everybody with a role."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from overview.demo import people
from partnership.common import norwegian
from partnership.people.models import RoleTerm, User


@dataclass(frozen=True)
class Entrance:
    person: User
    what: str


def chosen() -> list[Entrance]:
    """Officer, contact, broker; the new one, the one away and the deputy; one whose role has ended; the superuser."""
    kinds = (
        (people.OFFICERS[0][0], ""),
        (people.CONTACTS[0], ""),
        (people.BROKERS[0][0], ""),
        (people.NEW, _("new in the role")),
        (people.AWAY, _("away, with a deputy")),
        (people.DEPUTY, _("steps in")),
        (people.LEAVING, _("leaves in fourteen days")),
        (people.UNCONFIRMED, _("not heard from for a year")),
        (people.FORMER, _("the role has ended")),
        (people.SUPERUSER, _("runs the portal")),
    )
    found = {user.name: user for user in User.objects.active().filter(name__in=[name for name, _note in kinds])}
    titles = _titles(found.values())
    return [
        Entrance(found[name], ", ".join(filter(None, (titles.get(name, ""), note))))
        for name, note in kinds
        if name in found
    ]


def others(shown: list[Entrance]) -> list[Entrance]:
    """Everybody else with a part in a role, and those who are to take one over."""
    names = {entrance.person.name for entrance in shown}
    found: dict[str, Entrance] = {}
    for term in RoleTerm.objects.not_ended().with_seat_and_person().order_by("seat__kind", "seat__sort_place"):
        if term.person.name not in names:
            found.setdefault(term.person.name, Entrance(term.person, _what(term)))
    return list(found.values())


def _what(term: RoleTerm) -> str:
    if not term.is_current():
        return _("%(role)s, from %(day)s") % {"role": term.seat.title, "day": norwegian.format_day(term.since)}
    return _("Deputy: %(role)s") % {"role": term.seat.title} if term.is_deputy else term.seat.title


def _titles(persons: Iterable[User]) -> dict[str, str]:
    terms = RoleTerm.objects.current().filter(person__in=list(persons)).select_related("seat", "person")
    return {term.person.name: term.seat.title for term in terms}
