"""What an idea's page says of brokers, for ``ideas/_broker.html``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ideas import has_any
from ideas.models import Idea, IdeaSender
from ideas.permissions import can_ask_broker, can_log_on, can_write_to_sender
from ideas.with_brokers import broker_people, brokering, talks
from partnership.people import roles

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from partnership.people.models import User


def section(user: User | AnonymousUser, idea: Idea) -> dict[str, Any]:
    """Empty for those who neither work on the idea nor are brokers on it. At most nine queries."""
    may_ask, may_log = can_ask_broker(user, idea), can_log_on(user, idea)
    if not (may_ask or may_log):
        return {}
    requests = list(has_any.of(idea, "broker_requests").for_page().newest_first())
    acting = roles.acting_seats(user)
    mine = [one for one in requests if one.broker_id in acting]
    shown = requests if may_ask else [one for one in mine if one.is_taken or one.still_stands]
    entries = talks.shown(user, idea)
    seat = talks.seat_for(user, idea) if may_log else None
    if not (may_ask or shown or entries or seat):
        return {}
    people = broker_people.of({one.broker_id for one in shown})
    has_case = any(one.is_taken for one in mine)
    return {
        "cannot_write": has_case
        and not can_write_to_sender(user, idea)
        and IdeaSender.objects.filter(idea=idea).exists(),
        "requests": [{"row": one, "name": people[one.broker_id].name or one.broker.title} for one in shown],
        "may_ask": may_ask,
        "may_be_asked": may_ask and brokering.may_be_asked_about(idea) and not any(r.still_stands for r in requests),
        "mine": next((one for one in mine if one.is_taken or one.still_stands), None),
        "entries": entries,
        "may_log": seat is not None,
        "offers": talks.offers(idea, seat, entries) if seat else [],
    }
