"""Talks about an idea in the brokering log: noted from the idea, or with one press of what one has just done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from brokers import logbook, own_roles
from brokers.models import LONGEST_LINE, Broker, BrokeringEntry
from ideas import has_any
from ideas.models import Idea, IdeaEntry
from ideas.whose.holding import lock
from partnership.common import norwegian
from partnership.partners.models import ResearchOrganisation
from partnership.people.models import User

Kind = BrokeringEntry.Kind
SHOWN = 20
# So long it is worth noting that a case was taken.
NEWS = dt.timedelta(days=30)


@dataclass(frozen=True)
class Offer:
    """What one may log with one press: the form's values."""

    label: str
    kind: str
    text: str
    research_organisation: int | None = None


@transaction.atomic
def note(
    *,
    idea: Idea,
    seat: Broker,
    by: User,
    kind: str,
    text: str,
    day: dt.date | None = None,
    research_organisation: ResearchOrganisation | None = None,
    half_hours: int | None = None,
) -> IdeaEntry:
    """A line about the idea's municipality, tied to the idea. The same twice is one. Raises as ``logbook.note``."""
    lock(idea)
    day = day or norwegian.today()
    same = idea.entries.standing().said(
        seat=seat, kind=kind, text=text, day=day, research_organisation=research_organisation
    )
    if (found := same.first()) is not None:
        return found
    entry = logbook.note(
        seat=seat,
        by=by,
        about=idea.municipality,
        kind=kind,
        text=text,
        day=day,
        research_organisation=research_organisation,
        half_hours=half_hours,
    )
    return IdeaEntry.objects.create(idea=idea, entry=entry)


def seat_for(user: User | AnonymousUser, idea: Idea) -> Broker | None:
    """The role one logs it in: the one that has the case, or covers the municipality, or the first one has."""
    own = own_roles.of(user)
    taken = set(idea.broker_requests.taken().values_list("broker", flat=True))
    having = next((seat for seat in own if seat.pk in taken), None)
    return having or own_roles.covering(user, idea.municipality) or (own[0] if own else None)


def shown(user: User | AnonymousUser, idea: Idea) -> list[IdeaEntry]:
    """The newest that the person may read in the log."""
    return list(has_any.of(idea, "entries").standing().visible_to(user).for_list().newest_first()[:SHOWN])


def offers(idea: Idea, seat: Broker, noted: list[IdeaEntry]) -> list[Offer]:
    """For who has the case in ``seat``: that it was taken, and each research organisation it was connected to."""
    taken = idea.broker_requests.taken().to_seats([seat.pk]).first()
    if taken is None:
        return []
    own = [one.entry for one in noted if one.entry.seat.company_id == seat.company_id]
    is_new = taken.answered_at is not None and taken.answered_at > timezone.now() - NEWS
    found = [_taken(idea)] if is_new and not own else []
    connected = {entry.research_organisation_id for entry in own if entry.kind == Kind.CONNECTED}
    there = [one for one in idea.research_organisations.all() if one.pk not in connected]
    return found + [_connected(idea, one) for one in there]


def offers_to(user: User, idea: Idea) -> list[Offer]:
    seat = seat_for(user, idea)
    return offers(idea, seat, shown(user, idea)) if seat else []


def _taken(idea: Idea) -> Offer:
    text = _("Took the case of idea %(number)s.") % {"number": idea.number}
    return Offer(_("Log that you took the case"), Kind.CLARIFIED, text)


def _connected(idea: Idea, organisation: ResearchOrganisation) -> Offer:
    words = {"number": idea.number, "name": organisation.name}
    text = (_("Idea %(number)s was connected to %(name)s.") % words)[:LONGEST_LINE]
    return Offer(_("Log that you connected it to %(name)s") % words, Kind.CONNECTED, text, organisation.pk)
