"""Whom ideas lie with, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ideas.models import Idea, IdeaEvent
from municipalities.models import Municipality
from partnership.people.models import RoleTerm, Seat, User


@dataclass(frozen=True, slots=True)
class Holder:
    """``name`` is empty for a role nobody has today and for a postmottak; ``role`` for somebody named on the idea."""

    name: str
    role: str

    def __str__(self) -> str:
        """«Kari Vik», and without a person the role."""
        return self.name or self.role

    @property
    def with_role(self) -> str:
        """«Kari Vik, FoUI-kontakt i Frosta»."""
        return ", ".join(filter(None, (self.name, self.role)))

    @property
    def first_name(self) -> str:
        return self.name.split(" ", 1)[0]


def of(idea: Idea) -> Holder:
    return of_ideas([idea])[idea.pk]


def of_ideas(ideas: Iterable[Idea]) -> dict[int, Holder]:
    """By primary key, in one query; ``ideas`` come from ``with_holder()``."""
    ideas = list(ideas)
    found = persons({idea.holder_seat_id for idea in ideas if idea.holder_seat_id is not None})
    return {idea.pk: _holder(idea.holder_seat, idea.holder_person, idea.municipality, found) for idea in ideas}


def after(events: Iterable[IdeaEvent]) -> dict[int, Holder]:
    """Whom the idea lay with after each, by the event's key; one query. ``events`` come from ``with_holder()``."""
    events = list(events)
    found = persons({event.holder_seat_id for event in events if event.holder_seat_id is not None})
    return {
        event.pk: _holder(event.holder_seat, event.holder_person, event.idea.municipality, found) for event in events
    }


def of_seat(seat: Seat | None, municipality: Municipality) -> Holder:
    """Whom an idea will lie with that has not been sent yet."""
    if seat is None:
        return _postmottak(municipality)
    return Holder(_name(persons({seat.pk}), seat), seat.title)


def persons(seats: set[int]) -> dict[int, User]:
    """Who holds each of the roles today; one query, none for none."""
    if not seats:
        return {}
    terms = RoleTerm.objects.current().holders().on_seats(seats).select_related("person")
    return {term.seat_id: term.person for term in terms}


def postmottak(place: Municipality) -> str:
    return _("the postmottak of %(place)s") % {"place": place.name}


def _holder(seat: Seat | None, person: User | None, place: Municipality, found: dict[int, User]) -> Holder:
    if person is not None:
        return Holder(person.name, "")
    if seat is not None:
        return Holder(_name(found, seat), seat.title)
    return _postmottak(place)


def _postmottak(place: Municipality) -> Holder:
    return Holder("", postmottak(place))


def _name(found: dict[int, User], seat: Seat) -> str:
    return found[seat.pk].name if seat.pk in found else ""
