"""Whom a meeting's rule, persons and guests amount to today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from brokers.models import Broker, Coverage
from meetings.models import Audience, AudienceGuest, Invitation, Meeting
from municipalities.models import FouiContact, Municipality
from partnership.common import norwegian
from partnership.people.models import RoleTerm, SeatKind, User
from partnership.people.querysets import UserQuerySet


@dataclass(frozen=True)
class Invitee:
    """One who would be invited. ``role`` and ``organisation`` are what people read."""

    name: str
    email: str
    role: str
    organisation: str
    is_invited: bool
    was_withdrawn: bool = False


@dataclass(frozen=True)
class Candidate:
    """A single person one may add: ``roles`` as «FoUI-kontakt i Frosta»."""

    person: User
    roles: str
    is_added: bool


@dataclass(frozen=True)
class Preview:
    """Exactly who, in Norwegian order of place and name; places in the rule without a holder."""

    invitees: list[Invitee]
    without_contact: list[Municipality]

    @property
    def new(self) -> list[Invitee]:
        return [invitee for invitee in self.invitees if not invitee.is_invited]

    @property
    def already(self) -> list[Invitee]:
        return [invitee for invitee in self.invitees if invitee.is_invited]

    @property
    def by_role(self) -> list[tuple[str, int]]:
        """How many new ones of each role, the most first."""
        counted = Counter(invitee.role or _("others") for invitee in self.new)
        return sorted(counted.items(), key=lambda one: (-one[1], norwegian.sort_key(one[0])))


def of(meeting: Meeting) -> Audience:
    """The meeting's rule, made empty when there is none; read once per meeting object."""
    try:
        return meeting.audience
    except Audience.DoesNotExist:
        return Audience.objects.get_or_create(meeting=meeting)[0]


def holders(audience: Audience) -> QuerySet[RoleTerm]:
    """Today's holders whom the rule names, with seat and person."""
    wanted = Q()
    places = _places(audience)
    for kind in audience.kinds:
        if kind == SeatKind.CONTACT:
            wanted |= Q(seat__in=_contacts(places).values("pk"))
        elif kind == SeatKind.BROKER:
            wanted |= Q(seat__in=_brokers(audience, places).values("pk"))
        else:
            wanted |= Q(seat__kind=SeatKind.OFFICER)
    found = RoleTerm.objects.current().holders().filter(person__is_active=True).select_related("seat", "person")
    open_seat = Q(seat__closed_on__isnull=True) | Q(seat__closed_on__gt=norwegian.today())
    return found.filter(wanted, open_seat) if wanted else found.none()


def persons(audience: Audience) -> UserQuerySet:
    found: UserQuerySet = audience.persons.filter(is_active=True)
    return found


def _candidate(person: User, is_added: bool) -> Candidate:
    terms: list[RoleTerm] = person.current_terms  # type: ignore[attr-defined]
    return Candidate(person, ", ".join(term.seat.title for term in terms), is_added)


def find(audience: Audience, words: str, *, most: int = 20) -> list[Candidate]:
    """Those with a role today whose name or place holds the words, in Norwegian order."""
    return candidates(words, audience.persons.values_list("pk", flat=True), most=most)


def candidates(words: str, added: Iterable[int], *, most: int = 20) -> list[Candidate]:
    """As ``find``, where those ``added`` (their keys) are there already."""
    found = User.objects.active().with_current_role().matching(words).with_roles().order_by("sort_name", "pk")
    there = set(added)
    return [_candidate(person, person.pk in there) for person in found[:most]]


def single(audience: Audience) -> list[Candidate]:
    """The persons added by name, in Norwegian order."""
    return added_ones(persons(audience))


def added_ones(persons: UserQuerySet) -> list[Candidate]:
    return [_candidate(person, True) for person in persons.with_roles().order_by("sort_name", "pk")]


@transaction.atomic
def add(*, audience: Audience, person: User) -> None:
    """Twice is once."""
    audience.persons.add(person)


@transaction.atomic
def take_out(*, audience: Audience, person: User) -> None:
    audience.persons.remove(person)


def resolve(meeting: Meeting) -> Preview:
    audience = of(meeting)
    prefetch_related_objects([audience], "councils", "municipalities", "themes", "persons")
    return Preview(_invitees(audience), without_contact(audience))


def is_empty(meeting: Meeting) -> bool:
    """Whether nobody is named: no role, no person, no guest."""
    audience = of(meeting)
    return not (audience.kinds or audience.persons.exists() or meeting.guests.exists())


def new_people(meeting: Meeting) -> int:
    """How many the rule names today that have never been invited: whom the organiser took back is not reminded of."""
    return sum(not (invitee.is_invited or invitee.was_withdrawn) for invitee in _invitees(of(meeting)))


def _invitees(audience: Audience) -> list[Invitee]:
    """Everyone the rule, the persons and the guests name, each once, in Norwegian order of place and name."""
    meeting = audience.meeting_id
    rows = Invitation.objects.sent().filter(meeting=meeting).values_list("email", "person", "withdrawn_at")
    invited: set[object] = {key for email, who, gone in rows if not gone for key in (email.lower(), who) if key}
    withdrawn: set[object] = {key for email, who, gone in rows if gone for key in (email.lower(), who) if key}
    found: dict[str, Invitee] = {}
    for term in holders(audience).order_by("seat__sort_place", "person__sort_name"):
        _add(found, invited, withdrawn, term.person, term.seat.get_kind_display(), term.seat.place)
    for person in persons(audience).with_roles().order_by("sort_name"):
        seats = [term.seat for term in person.current_terms]  # type: ignore[attr-defined]
        first = seats[0] if seats else None
        _add(
            found, invited, withdrawn, person, first.get_kind_display() if first else "", first.place if first else ""
        )
    for guest in AudienceGuest.objects.filter(meeting=meeting):
        _add(found, invited, withdrawn, guest, guest.get_role_display(), guest.organisation)
    return sorted(
        found.values(), key=lambda one: (norwegian.sort_key(one.organisation), norwegian.sort_key(one.name))
    )


def without_contact(audience: Audience) -> list[Municipality]:
    """Municipalities the rule reaches for that have no contact today, in Norwegian order."""
    if SeatKind.CONTACT not in audience.kinds:
        return []
    held = FouiContact.objects.held().filter(municipality=OuterRef("pk"))
    return list(_places_or_all(_places(audience)).filter(~Exists(held)).order_by("sort_name"))


def _add(
    found: dict[str, Invitee],
    invited: set[object],
    withdrawn: set[object],
    who: User | AudienceGuest,
    role: object,
    organisation: str,
) -> None:
    """Invited already: at the address, or the same person at an earlier one."""
    key = who.email.lower()
    if key not in found:
        keys: set[object] = {key, who.pk} if isinstance(who, User) else {key}
        is_invited, was_withdrawn = bool(keys & invited), bool(keys & withdrawn)
        found[key] = Invitee(who.name, who.email, str(role), organisation, is_invited, was_withdrawn)


def _places(audience: Audience) -> QuerySet[Municipality] | None:
    """The municipalities the rule is narrowed to; None when it is not."""
    councils, named = audience.councils.all(), audience.municipalities.all()
    if not councils and not named:
        return None
    return Municipality.objects.filter(
        Q(pk__in=named.values("pk")) | Q(memberships__council__in=councils.values("pk"))
    ).distinct()


def _places_or_all(places: QuerySet[Municipality] | None) -> QuerySet[Municipality]:
    return Municipality.objects.all() if places is None else Municipality.objects.filter(pk__in=places.values("pk"))


def _contacts(places: QuerySet[Municipality] | None) -> QuerySet[FouiContact]:
    contacts = FouiContact.objects.all()
    return contacts if places is None else contacts.filter(municipality__in=places.values("pk"))


def _brokers(audience: Audience, places: QuerySet[Municipality] | None) -> QuerySet[Broker]:
    brokers = Broker.objects.all()
    if places is not None:
        covered = Coverage.objects.current().filter(municipality__in=places.values("pk"))
        own = Exists(covered.filter(broker=OuterRef("pk")))
        company = Exists(covered.filter(company=OuterRef("company"), broker__isnull=True))
        brokers = brokers.filter(own | company)
    themes = audience.themes.all()
    return brokers.filter(themes__in=themes.values("pk")).distinct() if themes else brokers
