"""Who may what with ideas. Whether somebody sees one at all is ``Idea.objects.visible_to(user)``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ideas.models import BrokerRequest, Idea, IdeaAccess, StandingConsent
from municipalities.models import FouiContact, Municipality
from partnership.people import roles
from partnership.people.models import SeatKind, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def is_contact_of(user: User | AnonymousUser, municipality: Municipality | int) -> bool:
    """Today's contact or deputy there."""
    if not isinstance(user, User):
        return False
    seats = [term.seat_id for term in roles.current_terms(user) if term.seat.kind == SeatKind.CONTACT]
    return bool(seats) and FouiContact.objects.among(seats).filter(municipality=municipality).exists()


def can_keep_intake(user: User | AnonymousUser, municipality: Municipality) -> bool:
    """Open and close it, answer time, the leader's address: the municipality's contact and deputy."""
    return is_contact_of(user, municipality)


def can_see_sender(user: User | AnonymousUser, idea: Idea) -> bool:
    """Name, address, «talked with your leader»: contact and deputy alone, not the persons named on it."""
    return is_contact_of(user, idea.municipality_id)


def works_on(user: User | AnonymousUser, idea: Idea) -> bool:
    """Contact and deputy, and persons named on it: read and write internal notes, answer, move."""
    if not isinstance(user, User):
        return False
    if is_contact_of(user, idea.municipality_id):
        return True
    return IdeaAccess.objects.current().of_person(user).filter(idea=idea).exists()


def is_broker_on(user: User | AnonymousUser, idea: Idea) -> bool:
    """Holds or deputises a broker role that has the case (was asked and took it)."""
    if not isinstance(user, User):
        return False
    seats = _broker_seats(user)
    return bool(seats) and idea.broker_requests.taken().to_seats(seats).exists()


def may_write_for_contact(user: User | AnonymousUser, idea: Idea) -> bool:
    """A broker with the municipality's standing consent, on an idea the broker has taken."""
    if not is_broker_on(user, idea):
        return False
    seats = _broker_seats(user)
    return StandingConsent.objects.of_seats(seats).filter(municipality=idea.municipality_id).exists()


def can_ask_broker(user: User | AnonymousUser, idea: Idea) -> bool:
    """Ask a broker for help, and take the question back: whoever works on it in the municipality."""
    return works_on(user, idea)


def can_answer_as_broker(user: User | AnonymousUser, request: BrokerRequest) -> bool:
    """Take the case or say no: who holds the role that was asked, or the deputy while the holder is away."""
    return request.broker_id in roles.acting_seats(user)


def can_log_on(user: User | AnonymousUser, idea: Idea) -> bool:
    """Note a talk about the idea in the brokering log: brokers who see it."""
    return roles.is_broker(user)


def can_give_consent(user: User | AnonymousUser) -> bool:
    """Let a broker write for one: contacts and deputies, each for the own municipality."""
    return roles.is_contact(user)


def can_move(user: User | AnonymousUser, idea: Idea) -> bool:
    """Whoever works on it; the broker who has the case while it lies there, or by the contact's standing consent."""
    if works_on(user, idea) or may_write_for_contact(user, idea):
        return True
    return is_broker_on(user, idea) and idea.holder_seat_id in _broker_seats(user)


def can_comment(user: User | AnonymousUser, idea: Idea) -> bool:
    """Whoever sees it and has a part in it or a role in the portal today."""
    return isinstance(user, User) and (roles.has_role(user) or works_on(user, idea))


def can_support(user: User | AnonymousUser, idea: Idea) -> bool:
    return idea.is_open


def _broker_seats(user: User | AnonymousUser) -> set[int]:
    return {term.seat_id for term in roles.current_terms(user) if term.seat.kind == SeatKind.BROKER}
