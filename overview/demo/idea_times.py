"""Moving what the verbs have just written back in time, as if it had happened on the days the scenes say."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from ideas.models import Idea
from municipalities.models import FouiContact, Municipality
from overview.demo import people
from partnership.common import norwegian
from partnership.people.models import RoleTerm, User


def day(days: int) -> dt.date:
    """So many days ago (Oslo); what would be on a day off happened on the working day before."""
    found = norwegian.today() - dt.timedelta(days=days)
    return found if days == 0 or norwegian.is_working_day(found) else norwegian.add_working_days(found, -1)


def moment(days: int, number: int = 0) -> dt.datetime:
    """In office hours, the one some minutes after the other, and never ahead."""
    then = norwegian.at(day(days), dt.time(9, min(10 + number * 5, 55)))
    return min(then, timezone.now() - dt.timedelta(minutes=5))


def back(rows: Any, days: int, *names: str) -> None:
    """Let ``rows``, in the order they were written, have happened so many days ago; ``names`` default to ``at``."""
    for number, pk in enumerate(rows.order_by("pk").values_list("pk", flat=True)):
        then = moment(days, number)
        rows.model.objects.filter(pk=pk).update(**dict.fromkeys(names or ("at",), then))


def soon() -> dt.date:
    """A next date that every verb takes; the scene's own is written at the end."""
    return norwegian.add_working_days(norwegian.today(), 5)


def contact(place: Municipality) -> User:
    """Whoever is contact there; in Tydal, where nobody is, the first contact of all."""
    seats = FouiContact.objects.in_municipality(place).values("pk")
    term = RoleTerm.objects.current().holders().filter(seat__in=seats).select_related("person").first()
    return term.person if term else User.objects.get(name=people.CONTACTS[0])


def of_title(title: str) -> Idea:
    """The scene's idea, the newest when an older one has been kept."""
    return Idea.objects.filter(is_demo=True, title=title).order_by("-pk")[:1].get()
