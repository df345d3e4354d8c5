"""When a contact's or broker's role changes hands: what lies with the role follows it by itself."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ideas.models import Idea
from ideas.permissions import can_count_held
from ideas.whose import keeping
from municipalities.models import FouiContact
from partnership.common import norwegian
from partnership.common.contributions import Handover
from partnership.people.models import RoleTerm, Seat, SeatKind, User


def hand_over(handover: Handover) -> Iterator[str]:
    """Also what lay with postmottak, and with the person who leaves, goes to the contact's role. How many is told to
    whoever may know it; to others nothing, also not that there were any."""
    told = list(_moved(handover))
    if _may_count(handover):
        yield from told


def _may_count(handover: Handover) -> bool:
    """Also whoever has just handed the own role over. What the portal does by itself is told to nobody."""
    old, term = handover.old, handover.new or handover.old
    if handover.by is None or term is None:
        return True
    is_own = old is not None and old.person_id == handover.by.pk
    return is_own or can_count_held(handover.by, term.seat)


def _moved(handover: Handover) -> Iterator[str]:
    term = handover.new or handover.old
    if term is None or term.is_deputy:
        return
    seat = term.seat
    count = Idea.objects.held_by_seat(seat.pk).count()
    for idea in _lost_without(seat, handover.old):
        count += keeping.fall_to_contact(idea=idea, by=handover.by) is not None
    if handover.new is None:
        yield from _nobody(seat)
    elif count:
        name = handover.new.person.name
        text = ngettext("%(n)s idea now lies with %(name)s.", "%(n)s ideas now lie with %(name)s.", count)
        yield _capital(text % {"n": norwegian.number_word(count), "name": name})


def moving(term: RoleTerm, reader: User) -> int | None:
    """How many open ideas would follow the role from its holder today; None: not the reader's to know."""
    if term.seat.kind not in (SeatKind.CONTACT, SeatKind.BROKER):
        return 0
    if not can_count_held(reader, term.seat):
        return None
    found = Idea.objects.held_by_seat(term.seat_id).count()
    return found + (len(_of_person(term.seat, term.person)) if term.seat.kind == SeatKind.CONTACT else 0)


def _lost_without(seat: Seat, old: RoleTerm | None) -> list[Idea]:
    """Lies with nobody now, or with the contact who leaves as a person."""
    if seat.kind != SeatKind.CONTACT:
        return []
    here = Idea.objects.of_municipalities(FouiContact.objects.among([seat.pk]).values("municipality"))
    return list(here.lying_with_postmottak()) + (_of_person(seat, old.person) if old else [])


def _of_person(seat: Seat, person: User) -> list[Idea]:
    here = Idea.objects.of_municipalities(FouiContact.objects.among([seat.pk]).values("municipality"))
    return list(here.held_by(person, set()))


def _nobody(seat: Seat) -> Iterator[str]:
    """The role is empty: its ideas stay while there is a deputy, and else fall to another contact or postmottak."""
    with_postmottak = with_other = 0
    for idea in Idea.objects.held_by_seat(seat.pk).with_holder():
        if keeping.is_without_holder(idea, norwegian.today()) and keeping.fall_to_contact(idea=idea):
            with_postmottak += idea.lies_with_postmottak
            with_other += not idea.lies_with_postmottak
    if with_other:
        yield _("Its ideas now lie with the municipality's other contact.")
    if with_postmottak:
        text = ngettext(
            "%(n)s idea waits with postmottak until somebody has the role.",
            "%(n)s ideas wait with postmottak until somebody has the role.",
            with_postmottak,
        )
        yield _capital(text % {"n": norwegian.number_word(with_postmottak)})


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
