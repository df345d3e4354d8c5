"""Whom ideas lie with, in words, and to whom one may be given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ideas.models import BrokerRequest, Idea, IdeaAccess
from ideas.whose import holders
from municipalities.models import FouiContact, Municipality
from partnership.people import roles
from partnership.people.models import RoleTerm, Seat, User

MOST_NAMED = 20


@dataclass(frozen=True)
class Holder:
    """``name`` to show; ``is_reader``: it lies with whoever reads; ``person``: who holds it today, if anybody."""

    name: str
    is_reader: bool = False
    person: User | None = None

    @property
    def first_name(self) -> str:
        return self.person.first_name if self.person else self.name


@dataclass(frozen=True)
class Candidate:
    """``key`` is ``seat:<pk>`` or ``person:<pk>``."""

    key: str
    label: str
    seat: Seat | None = None
    person: User | None = None


def of(ideas: Iterable[Idea], reader: object, *, names_persons: bool = True) -> dict[int, Holder]:
    """By the idea's key, one query whatever their number. Those who only see an idea read a role, not the name of
    an employee (``names_persons`` false); who holds a role is public."""
    rows = list(ideas)
    held = holders.persons({idea.holder_seat_id for idea in rows if idea.holder_seat_id})
    acting = roles.acting_seats(reader) if isinstance(reader, User) else set()
    return {idea.pk: _holder(idea, held, acting, reader, names_persons) for idea in rows}


def one(idea: Idea, reader: object, *, names_persons: bool = True) -> Holder:
    return of([idea], reader, names_persons=names_persons)[idea.pk]


def is_held_by(idea: Idea, user: User) -> bool:
    """Today: the person themselves, a role they hold, or one they are deputy in while nobody else is there."""
    if idea.holder_person_id is not None:
        return idea.holder_person_id == user.pk
    return idea.holder_seat_id is not None and idea.holder_seat_id in roles.acting_seats(user)


def _holder(idea: Idea, held: dict[int, User], acting: set[int], reader: object, names_persons: bool) -> Holder:
    place = idea.municipality.name
    if idea.holder_person is not None:
        mine = isinstance(reader, User) and idea.holder_person_id == reader.pk
        named = names_persons or mine
        name = idea.holder_person.name if named else _("an employee of %(place)s") % {"place": place}
        return Holder(name, mine, idea.holder_person if named else None)
    if idea.holder_seat is not None:
        person = held.get(idea.holder_seat.pk)
        name = person.name if person else idea.holder_seat.title
        return Holder(name, idea.holder_seat.pk in acting, person)
    return Holder(holders.postmottak(idea.municipality))


def candidates(idea: Idea) -> list[Candidate]:
    """Those of the municipality, and the broker that has the case; not whoever it lies with now."""
    found = of_municipality(idea.municipality)
    for request in BrokerRequest.objects.having_case().filter(idea=idea).select_related("broker"):
        found.append(Candidate(f"seat:{request.broker_id}", request.broker.title, seat=request.broker))
    return [one for one in found if not _has_it(one, idea)]


def of_municipality(municipality: Municipality) -> list[Candidate]:
    """Its contacts and deputies, and those named on its ideas before."""
    contacts = FouiContact.objects.in_municipality(municipality).open().values("pk")
    terms = RoleTerm.objects.current().with_seat_and_person().filter(seat__in=contacts, person__is_active=True)
    found = [_of_term(term) for term in terms.order_by("-capacity", "person__sort_name")]
    known = {term.person_id for term in terms}
    return found + [one for one in _named_before(municipality) if one.person and one.person.pk not in known]


def _of_term(term: RoleTerm) -> Candidate:
    if term.is_deputy:
        label = _("%(name)s, deputy") % {"name": term.person.name}
        return Candidate(f"person:{term.person_id}", label, person=term.person)
    label = _("%(name)s, FoUI contact") % {"name": term.person.name}
    return Candidate(f"seat:{term.seat_id}", label, seat=term.seat)


def _named_before(municipality: Municipality) -> list[Candidate]:
    accesses = IdeaAccess.objects.current().named_in(municipality)
    persons = User.objects.active().filter(pk__in=accesses.values("person")).order_by("sort_name", "pk")
    return [Candidate(f"person:{person.pk}", person.name, person=person) for person in persons[:MOST_NAMED]]


def _has_it(candidate: Candidate, idea: Idea) -> bool:
    if candidate.seat is not None:
        return candidate.seat.pk == idea.holder_seat_id
    return candidate.person is not None and candidate.person.pk == idea.holder_person_id
