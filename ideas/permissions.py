"""Who may what with ideas. Whether somebody sees one at all is ``Idea.objects.visible_to(user)``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ideas.models import (
    BrokerRequest,
    Idea,
    IdeaAccess,
    Lesson,
    PassingOn,
    ProjectOutline,
    SameNeed,
    StandingConsent,
)
from municipalities.models import Municipality
from municipalities.permissions import is_contact_of
from partnership.people import roles
from partnership.people.models import Seat, SeatKind, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def can_keep_intake(user: User | AnonymousUser, municipality: Municipality) -> bool:
    """Open and close it, answer time, the leader's address: the municipality's contact and deputy."""
    return is_contact_of(user, municipality)


def can_see_sender(user: User | AnonymousUser, idea: Idea) -> bool:
    """Name, address, «talked with your leader»: contact and deputy alone, not the persons named on it."""
    return is_contact_of(user, idea.municipality_id)


def can_end_access(user: User | AnonymousUser, idea: Idea) -> bool:
    """Of somebody named on it: contact and deputy."""
    return is_contact_of(user, idea.municipality_id)


def can_count_held(user: User | AnonymousUser, seat: Seat) -> bool:
    """How many ideas lie with a role: its holder and deputy, not the partner who hands it over for them."""
    return any(term.seat_id == seat.pk for term in roles.current_terms(user))


def works_on(user: User | AnonymousUser, idea: Idea) -> bool:
    """Contact and deputy, and persons named on it: read and write internal notes, answer, move."""
    if not isinstance(user, User):
        return False
    if is_contact_of(user, idea.municipality_id):
        return True
    if idea.reader_pk == user.pk:
        return idea.reader_is_named
    return IdeaAccess.objects.current().of_person(user).filter(idea=idea).exists()


def is_broker_on(user: User | AnonymousUser, idea: Idea) -> bool:
    """Holds or deputises a broker role that has the case today: took it, and neither side has ended it since."""
    if not isinstance(user, User):
        return False
    if idea.reader_pk == user.pk:
        return idea.reader_has_case
    seats = _broker_seats(user)
    return bool(seats) and idea.broker_requests.having_case().to_seats(seats).exists()


def sees_next_step(user: User | AnonymousUser, idea: Idea) -> bool:
    """What it waits for, and by when: the municipality's own, and the broker who has the case."""
    return works_on(user, idea) or is_broker_on(user, idea)


def may_write_for_contact(user: User | AnonymousUser, idea: Idea) -> bool:
    """A broker with the municipality's standing consent, on an idea the broker has taken."""
    if not is_broker_on(user, idea):
        return False
    seats = _broker_seats(user)
    return StandingConsent.objects.of_seats(seats).filter(municipality=idea.municipality_id).exists()


def can_write_to_sender(user: User | AnonymousUser, idea: Idea) -> bool:
    """Whoever works on it, and the broker by standing consent; what the sender writes is for the first alone."""
    return works_on(user, idea) or may_write_for_contact(user, idea)


def can_ask_broker(user: User | AnonymousUser, idea: Idea) -> bool:
    """Ask a broker for help, and take the question back: whoever works on it in the municipality."""
    return works_on(user, idea)


def can_answer_as_broker(user: User | AnonymousUser, request: BrokerRequest) -> bool:
    """Take the case or say no: who holds the role that was asked, or the deputy while the holder is away."""
    return request.broker_id in roles.acting_seats(user)


def can_end_brokers_part(user: User | AnonymousUser, request: BrokerRequest) -> bool:
    """Either side: the contact and deputy, and whoever answers for the broker's role."""
    return is_contact_of(user, request.idea.municipality_id) or can_answer_as_broker(user, request)


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


def can_write_outline(user: User | AnonymousUser, idea: Idea) -> bool:
    """Whoever works on the idea, and the broker who has the case; all at once."""
    return works_on(user, idea) or is_broker_on(user, idea)


def can_read_outline(user: User | AnonymousUser, idea: Idea, outline: ProjectOutline) -> bool:
    """Of those who see the idea: its writers, and everybody signed in when it is open to others."""
    return isinstance(user, User) and (outline.is_open or can_write_outline(user, idea))


def can_open_outline(user: User | AnonymousUser, idea: Idea) -> bool:
    """Let others read and copy it: the municipality's own decision."""
    return works_on(user, idea)


def can_anchor(user: User | AnonymousUser, idea: Idea) -> bool:
    """Say who stands behind it, and ask a leader: the municipality, or the broker by its standing consent."""
    return works_on(user, idea) or may_write_for_contact(user, idea)


def can_apply(user: User | AnonymousUser, idea: Idea) -> bool:
    """Say what it needs, choose a call, note what is sent and answered: its workers and the broker who has it."""
    return works_on(user, idea) or is_broker_on(user, idea)


def _broker_seats(user: User | AnonymousUser) -> set[int]:
    return {term.seat_id for term in roles.current_terms(user) if term.seat.kind == SeatKind.BROKER}


def can_write_lesson(user: User | AnonymousUser, idea: Idea) -> bool:
    """Contact, deputy and those named on it."""
    return works_on(user, idea)


def can_thank(user: User | AnonymousUser, lesson: Lesson) -> bool:
    """Write down the director's thanks, or send the director a link: the municipality's contact and deputy."""
    return is_contact_of(user, lesson.idea.municipality_id)


def can_choose_lesson_of_month(user: User | AnonymousUser) -> bool:
    return roles.is_officer(user)


def can_applaud(user: User | AnonymousUser, lesson: Lesson) -> bool:
    """Whoever is signed in and has not written it; whether it is seen at all is ``Lesson.objects.visible_to``."""
    return isinstance(user, User) and user.is_active and lesson.by_id != user.pk


def can_follow(user: User | AnonymousUser) -> bool:
    """Whoever has a role in the portal today: the news comes in «Dette venter», which only they get."""
    return roles.has_role(user)


def can_merge(user: User | AnonymousUser, idea: Idea) -> bool:
    """The municipality's contact and deputy: both ideas are the municipality's."""
    return is_contact_of(user, idea.municipality_id)


def can_pass_on(user: User | AnonymousUser, idea: Idea) -> bool:
    """Ask another municipality to take it over: contact and deputy."""
    return is_contact_of(user, idea.municipality_id)


def can_see_passing(user: User | AnonymousUser, passing: PassingOn) -> bool:
    """That a municipality is asked, from where and why: the contacts and deputies of both."""
    return is_contact_of(user, passing.to_id) or is_contact_of(user, passing.idea.municipality_id)


def can_answer_passing(user: User | AnonymousUser, passing: PassingOn) -> bool:
    return is_contact_of(user, passing.to_id)


def can_propose_same_need(user: User | AnonymousUser, idea: Idea) -> bool:
    """The municipality's contact and deputy; brokers and advisers, of two ideas they both see."""
    if not isinstance(user, User):
        return False
    return is_contact_of(user, idea.municipality_id) or roles.is_broker(user) or roles.is_officer(user)


def can_answer_same_need(user: User | AnonymousUser, need: SameNeed) -> bool:
    """For the own municipality's idea; also who then writes the joint mail."""
    return is_contact_of(user, need.first.municipality_id) or is_contact_of(user, need.second.municipality_id)
