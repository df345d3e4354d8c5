"""«Ola Moen kan ikke. Spør en annen»: on the contact's first page until something is done with the idea.

The mail tells of it by a notice (``ideas.with_brokers.broker_telling``); these lines are in no mail.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import partial

from django.utils.translation import gettext as _

from ideas import pages
from ideas.models import BrokerRequest
from ideas.with_brokers import broker_people
from municipalities import places
from partnership.common import once
from partnership.common.contributions import Action, Waiting
from partnership.common.probing import OfRows, Source
from partnership.people import roles
from partnership.people.models import User

MOST = 5


@Source
def waiting(user: User, on: dt.date) -> Iterator[OfRows]:
    if once.is_for_many() or not places.of_contact(user):
        return
    rows = BrokerRequest.objects.left_with(roles.acting_seats(user, on)).for_page().newest_first()[:MOST]
    yield OfRows(rows, partial(_lines, on=on))


def _lines(rows: Iterable[BrokerRequest], on: dt.date) -> Iterator[Waiting]:
    declined = list(rows)
    around = broker_people.of([one.broker_id for one in declined], on) if declined else {}
    for request in declined:
        yield _line(request, around[request.broker_id].name or request.broker.title)


def _line(request: BrokerRequest, name: str) -> Waiting:
    idea = request.idea
    words = {"name": name, "number": idea.number, "title": idea.title}
    is_no = request.answer == BrokerRequest.Answer.CANNOT
    said = _("%(name)s cannot. Ask somebody else.") if is_no else _("%(name)s has not answered. Ask somebody else.")
    title = _("Idea %(number)s wants another broker") % words
    actions = [
        Action(_("Ask another broker"), pages.of(idea, "ask_broker")),
        Action(_("Open"), idea.get_absolute_url()),
    ]
    return Waiting(
        key=f"broker-declined:{request.pk}",
        title=title,
        page_title=_("Another broker: %(title)s") % words,
        sentence=said % words,
        url=idea.get_absolute_url(),
        due=idea.next_date,
        minutes=3,
        weight=29,
        actions=tuple(actions),
        seat=idea.holder_seat_id,
        mail_from=dt.date.max,
    )
