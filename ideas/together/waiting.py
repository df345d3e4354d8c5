"""What municipalities ask of one another, as it waits for their contacts: passings on, and the same need."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from ideas.models import PassingOn, SameNeed
from ideas.querysets.together import PassingOnQuerySet, SameNeedQuerySet
from ideas.together import same_need
from municipalities import places
from partnership.common import once
from partnership.common.contributions import Action, Waiting
from partnership.common.probing import OfRows, Source
from partnership.people.models import User

MOST = 10


@Source
def waiting(user: User, on: dt.date) -> Iterator[OfRows]:
    if own := places.acting(user):
        passings = once.among("passings", _open_passings, "to_id", own, MOST)
        yield OfRows(passings, partial(_asked_of_us, own=own))
        yield OfRows(_needs(own), partial(_same_need, own=own))


def _asked_of_us(passings: Iterable[PassingOn], own: dict[int, int]) -> Iterator[Waiting]:
    """Both before and after the sender's yes: a no may be said at once."""
    for passing in passings:
        url = reverse("ideas:passing", args=[passing.pk])
        names = {"place": passing.idea.municipality.name, "number": passing.idea.number}
        agreed = passing.sender_agreed_at is not None
        yield Waiting(
            key=f"passing:{passing.pk}:{'agreed' if agreed else 'asked'}",
            title=_("Will you take idea %(number)s over from %(place)s?") % names,
            sentence=_("The sender has said yes. You can read it and decide.")
            if agreed
            else _("The sender has not answered yet. You can read why they ask."),
            url=url,
            minutes=4 if agreed else 1,
            weight=30 if agreed else 55,
            actions=(Action(_("Answer") if agreed else _("See why"), url),),
            seat=own[passing.to_id],
        )


def _same_need(needs: Iterable[SameNeed], own: dict[int, int]) -> Iterator[Waiting]:
    for need in needs:
        both = same_need.both_yes(need)
        for side in same_need.sides(need):
            seat = own.get(side.idea.municipality_id)
            if seat is not None and (both or not side.has_said_yes):
                yield _need(need, side, seat, both=both)


def _open_passings() -> PassingOnQuerySet:
    return PassingOn.objects.open().with_places().order_by("asked_at", "pk")


def _needs(own: dict[int, int]) -> SameNeedQuerySet | list[SameNeed]:
    """Those on either side of which is one of ``own``."""
    if not once.is_for_many():
        return _open_needs().of_places(own)[:MOST]
    found = once.read("same needs", lambda: list(_open_needs()))
    return [one for one in found if own.keys() & {one.first.municipality_id, one.second.municipality_id}][:MOST]


def _open_needs() -> SameNeedQuerySet:
    return SameNeed.objects.open().both_open().with_ideas().order_by("proposed_at", "pk")


def _need(need: SameNeed, side: same_need.Side, seat: int, *, both: bool) -> Waiting:
    number = {"number": side.idea.number}
    url = need.get_absolute_url()
    return Waiting(
        key=f"same-need:{need.pk}:{'both' if both else 'asked'}",
        title=_("Another municipality has the same need as idea %(number)s") % number,
        sentence=_("Both have said yes. One press sends the mail that introduces you.")
        if both
        else _("Would you like to be introduced? You learn who it is when both have said yes."),
        url=url,
        minutes=2 if both else 1,
        weight=35,
        actions=(Action(_("Write to both") if both else _("Answer"), url),),
        seat=seat,
    )
