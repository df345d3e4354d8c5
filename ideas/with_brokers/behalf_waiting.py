"""What a broker has done for the contact by standing consent, on the contact's first page while it can be undone.

The mail tells of it once, by a notice (``ideas.with_brokers.on_behalf``); these lines are in no mail.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.life import undoing
from ideas.models import IdeaEvent
from ideas.with_brokers import on_behalf
from municipalities import places
from partnership.common import norwegian, once
from partnership.common.contributions import Action, Waiting
from partnership.common.probing import OfRows, Source
from partnership.people import roles
from partnership.people.models import User

MOST = 5


@Source
def waiting(user: User, on: dt.date) -> Iterator[OfRows]:
    if once.is_for_many() or not places.of_contact(user):
        return
    own = roles.acting_seats(user, on)
    rows = IdeaEvent.objects.standing().on_behalf(timezone.now() - on_behalf.UNDO_FOR).for_seats(own)
    yield OfRows(rows.exclude(by=user).select_related("by", "idea").newest_first()[:MOST], _lines)


def _lines(events: Iterable[IdeaEvent]) -> Iterator[Waiting]:
    return (_line(event) for event in undoing.can_be_undone(events))


def _line(event: IdeaEvent) -> Waiting:
    until = norwegian.local(event.at + on_behalf.UNDO_FOR).date()
    words = {"name": event.by.name if event.by else _("The broker"), "number": event.idea.number, "what": event.label}
    url = reverse("ideas:history", args=[event.idea_id])
    return Waiting(
        key=f"idea-behalf:{event.pk}",
        title=_("%(name)s has acted for you with idea %(number)s") % words,
        page_title=_("%(name)s has acted for you: %(title)s") % (words | {"title": event.idea.title}),
        sentence=_("What was done: %(what)s. You can undo it until %(day)s.")
        % (words | {"day": norwegian.format_day(until)}),
        url=url,
        minutes=1,
        weight=60,
        actions=(Action(_("See it, and undo"), url),),
        seat=event.behalf_of_id,
        mail_from=until + dt.timedelta(days=1),
    )
