"""Ideas that nobody can be told of: the municipality has neither a contact nor a postmottak address we know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from ideas.models import Idea
from municipalities.models import Municipality
from partnership.common.contributions import Action, Waiting
from partnership.common.probing import OfRows, Source
from partnership.people import roles
from partnership.people.models import User


@Source
def waiting(user: User, on: dt.date) -> Iterator[OfRows]:
    """For officers, who keep the register: one a municipality, with nothing of the ideas."""
    if roles.is_officer(user):
        yield OfRows(Idea.objects.out_of_reach(), _lines, by_role=False)


def _lines(places: Iterable[Municipality]) -> Iterator[Waiting]:
    for place in places:
        url = reverse("overview:municipality", args=[place.slug])
        yield Waiting(
            key=f"idea-out-of-reach:{place.pk}",
            title=_("Nobody in %(place)s can be told of an idea") % {"place": place.name},
            sentence=_("The municipality lacks both a contact and a postmottak address. Find one of them."),
            url=url,
            minutes=5,
            weight=15,
            actions=(Action(_("Open the municipality"), url, primary=True),),
        )
