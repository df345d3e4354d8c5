"""What senders have written waits for whoever the idea lies with, without a mail of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from ideas.models import Idea, Message
from partnership.common.contributions import Action, Waiting
from partnership.people.models import User

MOST = 10


def waiting(user: User, on: dt.date) -> Iterator[Waiting]:
    """One line an idea, whatever the number of messages; gone when answered or marked as read."""
    chosen = Message.objects.from_sender().unread().about(Idea.objects.held_by(user).values("pk"))
    related = ("idea__municipality", "idea__holder_seat", "idea__holder_person")
    found = {message.idea_id: message for message in chosen.select_related(*related).order_by("at")[:MOST]}
    for message in found.values():
        idea = message.idea
        url = f"{idea.get_absolute_url()}#samtale"
        yield Waiting(
            key=f"ideas.answer_from_sender:{message.pk}",
            title=_("The sender of idea %(number)s has written to you") % {"number": idea.number},
            sentence=_("Answer, or mark it as read."),
            url=url,
            minutes=3,
            weight=15,
            actions=(Action(_("Read and answer"), url),),
            seat=idea.holder_seat_id,
        )
