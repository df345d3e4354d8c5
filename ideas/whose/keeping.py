"""No idea stays with nobody: from somebody who has left, or an empty role, it falls to the contact's role.

With no contact either, the municipality's postmottak has it, and the next contact gets it.
"""

from __future__ import annotations

import datetime as dt
import logging

from django.db import transaction
from django.utils.translation import gettext as _

from ideas import events
from ideas.mailing import telling
from ideas.models import EventKind, Idea, IdeaAccess, IdeaEvent
from ideas.whose import dates, holding
from partnership.common import norwegian
from partnership.people.models import RoleTerm, User

log = logging.getLogger(__name__)
# For a late one that falls to somebody who has not had it: answering days to look at it.
DAYS = 5


def keep_held(on: dt.date | None = None) -> int:
    """Let fall what nobody holds any more; returns how many changed hands. Two at once move each once."""
    on = on or norwegian.today()
    moved = 0
    for idea in Idea.objects.perhaps_without_holder(on).with_holder().order_by("pk"):
        try:
            moved += fall_to_contact(idea=idea) is not None if is_without_holder(idea, on) else 0
        except Exception:
            log.exception("an idea without a holder could not be moved", extra={"idea": idea.pk})
    return moved


def is_without_holder(idea: Idea, on: dt.date) -> bool:
    """With postmottak, with a role nobody has, or with somebody who cannot sign in or has left."""
    if idea.holder_person is not None:
        return not idea.holder_person.is_active or _has_left(idea, idea.holder_person, on)
    if idea.holder_seat is not None:
        return idea.holder_seat.is_closed or not idea.holder_seat.terms.current(on).of_active().exists()
    return True


def _has_left(idea: Idea, person: User, on: dt.date) -> bool:
    """Had a role, has none, and was given the idea while having it: whoever is named afterwards still works there."""
    terms = RoleTerm.objects.of(person)
    if terms.not_ended(on).exists() or not (last := terms.order_by("until").last()):
        return False
    named = IdeaAccess.objects.current().of_person(person).filter(idea=idea).order_by("since").last()
    return named is None or last.until is None or norwegian.local(named.since).date() < last.until


@transaction.atomic
def fall_to_contact(*, idea: Idea, reason: str = "", by: User | None = None) -> IdeaEvent | None:
    """To the contact's role, where a late one gets a new date, or to postmottak; None when it lies there already."""
    stored = holding.lock(idea)
    if not stored.is_open:
        return None
    seat = holding.contact_seat(stored.municipality)
    if (stored.holder_seat_id, stored.holder_person_id) == (seat and seat.pk, None):
        return None
    was = events.before(stored)
    stored.holder_seat, stored.holder_person = seat, None
    if seat is not None and (stored.next_date is None or stored.next_date < norwegian.today()):
        stored.next_date = dates.answer_by(DAYS)
    stored.postmottak_version += seat is None
    stored.version += 1
    stored.save()
    event = events.record(stored, EventKind.HANDED_ON, by=by, reason=reason or _("Nobody else has it now."), was=was)
    telling.of_change(event)
    if seat is None:
        telling.to_postmottak(stored)
    idea.refresh_from_db()
    return event
