"""Whom an idea lies with, and until when.

Verbs raise ``ValidationError`` ({field: sentence}); nothing is then changed.
"""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import events
from ideas.mailing import telling
from ideas.models import EventKind, Idea, IdeaAccess, IdeaEvent
from ideas.talk import letters
from ideas.whose import dates
from municipalities.models import FouiContact, Municipality
from partnership.people import terms
from partnership.people.models import Seat, User

# A verb writes the access just before its event.
A_PRESS = dt.timedelta(seconds=10)


def contact_seat(municipality: Municipality) -> Seat | None:
    """The role new ideas lie with: the oldest contact role somebody holds today. None: its postmottak has them."""
    held = FouiContact.objects.in_municipality(municipality).open().held().order_by("pk").first()
    return Seat.objects.get(pk=held.pk) if held else None


@transaction.atomic
def mark_seen(
    *, idea: Idea, by: User, until: dt.date | None = None, behalf_of: Seat | None = None
) -> IdeaEvent | None:
    """«Sett – svarer innen …»: the sender learns that somebody has read it, and the new date when there is one.

    Twice is once; seen before, but with another date, is a new date.
    """
    stored = lock(idea)
    if stored.seen_at is not None and until not in (None, stored.next_date):
        return give_time(idea=idea, until=until, by=by, behalf_of=behalf_of)
    if stored.seen_at is not None or not stored.is_open:
        return None
    was = events.before(stored)
    stored.seen_at = timezone.now()
    if until not in (None, stored.next_date):
        stored.next_date = _checked(until)
    _save(stored, idea)
    event = events.record(stored, EventKind.SEEN, by=by, was=was, behalf_of=behalf_of)
    telling.of_change(event)
    return event


@transaction.atomic
def give_time(
    *, idea: Idea, until: dt.date | None, by: User, reason: str = "", behalf_of: Seat | None = None
) -> IdeaEvent:
    """«Trenger mer tid»: a new next date; the sender is told."""
    stored = lock(idea)
    _must_be_open(stored)
    was = events.before(stored)
    stored.next_date = _checked(until)
    _save(stored, idea)
    event = events.record(stored, EventKind.NEW_DATE, by=by, reason=reason, was=was, behalf_of=behalf_of)
    telling.of_change(event)
    return event


@transaction.atomic
def hand_on(
    *,
    idea: Idea,
    by: User | None,
    to_seat: Seat | None = None,
    to_person: User | None = None,
    until: dt.date | None,
    next_step: str = "",
    reason: str = "",
    behalf_of: Seat | None = None,
) -> IdeaEvent:
    """«Gi videre til …»: another role, or a named person of the municipality, who then sees it."""
    stored = lock(idea)
    _must_be_open(stored)
    was = events.before(stored)
    put(stored, to_seat=to_seat, to_person=to_person, by=by)
    stored.next_date = _checked(until)
    stored.next_step = next_step.strip() or stored.next_step
    _save(stored, idea)
    event = events.record(stored, EventKind.HANDED_ON, by=by, reason=reason, was=was, behalf_of=behalf_of)
    telling.of_change(event)
    letters.given(event)
    return event


def put(stored: Idea, *, to_seat: Seat | None, to_person: User | None, by: User | None) -> None:
    """Let a locked row, which the caller saves, lie with a role or a person, who then sees it."""
    _check_holder(to_seat, to_person)
    stored.holder_seat, stored.holder_person = to_seat, to_person
    if to_person is not None:
        IdeaAccess.objects.get_or_create(
            idea=stored,
            person=to_person,
            until=None,
            defaults={"why": IdeaAccess.Why.NAMED, "given_by": by},
        )


def take_back(event: IdeaEvent, *, person: User) -> None:
    """What somebody got to see by a press that is undone, they see no longer; what they saw before it, they do."""
    since = event.at - A_PRESS
    given = IdeaAccess.objects.current().of_person(person).filter(idea=event.idea_id, since__gte=since)
    given.update(until=timezone.now())


def named_person(*, name: str, email: str, by: User | None) -> User:
    """Somebody in the municipality who is to work on ideas: found by address, or made, with a sign-in by code."""
    return terms.invite_person(name=name, email=email, by=by)


def lock(idea: Idea) -> Idea:
    """The row as it stands now, kept from others until the transaction ends."""
    return Idea.objects.select_for_update(of=("self",)).select_related("municipality").get(pk=idea.pk)


def _save(stored: Idea, shown: Idea) -> None:
    stored.version += 1
    stored.save()
    shown.refresh_from_db()


def _must_be_open(idea: Idea) -> None:
    if not idea.is_open:
        raise ValidationError(
            _("Idea %(number)s is %(stage)s. Nothing more is to be done with it.")
            % {"number": idea.number, "stage": idea.get_stage_display()}
        )


def _checked(day: dt.date | None) -> dt.date:
    try:
        return dates.check(day)
    except ValidationError as error:
        raise ValidationError({"next_date": error.messages}) from None


def _check_holder(seat: Seat | None, person: User | None) -> None:
    if (seat is None) == (person is None):
        raise ValidationError({"holder": _("Choose whom it is to lie with.")})
    if seat is not None and (seat.is_closed or not seat.terms.current().exists()):
        raise ValidationError(
            {"holder": _("Nobody has the role %(role)s today. Choose somebody else.") % {"role": seat.title}}
        )
    if person is not None and not person.is_active:
        raise ValidationError(
            {"holder": _("%(name)s cannot sign in any more. Choose somebody else.") % {"name": person.name}}
        )
