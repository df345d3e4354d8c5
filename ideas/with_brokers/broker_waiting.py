"""What waits for a broker: who asks for help, and cases a near deadline may fit. Not a word of an idea."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import partial

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ideas.models import BrokerRequest
from ideas.querysets import IdeaQuerySet
from ideas.with_brokers import broker_deadlines
from ideas.with_brokers.broker_deadlines import Near
from partnership.common import norwegian
from partnership.common.contributions import Action, Waiting
from partnership.common.probing import OfRows, Source
from partnership.partners.models import FundingCall
from partnership.people import roles
from partnership.people.models import SeatKind, User


@Source
def waiting(user: User, on: dt.date) -> Iterator[OfRows]:
    """Through a role whose holder is away it comes by ``STANDING_IN``, marked as such."""
    if seats := _own_seats(user, on):
        asked = BrokerRequest.objects.standing().to_seats(seats).for_page().order_by("answer_by", "pk")
        yield OfRows(asked, lambda rows: (_asked(one, user) for one in rows))
        cases = broker_deadlines.cases(user, seats)
        yield OfRows(broker_deadlines.calls(cases), partial(_deadlines, cases=cases, seats=seats, on=on))


def _own_seats(user: User, on: dt.date) -> set[int]:
    """The broker's roles the person acts in, without those of somebody who is away."""
    brokers = {term.seat_id for term in roles.current_terms(user) if term.seat.kind == SeatKind.BROKER}
    if not brokers:
        return set()
    absent = [stand_in.seats for stand_in in roles.stands_in_for(user, on)]
    return (roles.acting_seats(user, on) & brokers).difference(*absent)


def _deadlines(calls: Iterable[FundingCall], cases: IdeaQuerySet, seats: set[int], on: dt.date) -> Iterator[Waiting]:
    seat = next(iter(seats)) if len(seats) == 1 else None
    return (_deadline(near, on) for near in broker_deadlines.near(calls, cases, seat))


def _deadline(near: Near, on: dt.date) -> Waiting:
    """«Frist om ni dager: tre saker kan passe», with the reasons behind the first of them."""
    days = (near.day - on).days
    cases = ngettext("%(n)s case may fit", "%(n)s cases may fit", len(near.ideas)) % {
        "n": norwegian.number_word(len(near.ideas))
    }
    when = ngettext("in %(n)s day", "in %(n)s days", days) % {"n": norwegian.number_word(days)}
    title = _("Deadline %(when)s: %(cases)s") if days else _("Deadline today: %(cases)s")
    return Waiting(
        key=f"broker-call:{near.call.pk}:{near.day:%Y%m%d}",
        title=title % {"when": when, "cases": cases},
        sentence=_("%(call)s closes %(moment)s. Check the call.")
        % {"call": near.call.title, "moment": norwegian.format_moment(near.closes)},
        url=near.call.get_absolute_url(),
        due=near.day,
        minutes=5,
        weight=40,
        actions=(Action(_("See my cases"), reverse("ideas:broker_cases")),),
        seat=near.seat,
    )


def _asked(asked: BrokerRequest, user: User) -> Waiting:
    url = reverse("ideas:broker_answer", args=[asked.pk])
    mail_url = settings.PORTAL_URL + reverse("idea_links:broker", args=[asked.token(user)])
    told = norwegian.local(asked.asked_at).date()
    return Waiting(
        key=f"broker-request:{asked.pk}",
        title=_("%(place)s asks for help") % {"place": asked.idea.municipality.name},
        sentence=_("Answer by %(day)s.") % {"day": norwegian.format_day(asked.answer_by)},
        url=url,
        due=asked.answer_by,
        minutes=2,
        weight=10,
        actions=(
            Action(
                _("Take the case"),
                reverse("ideas:broker_taking", args=[asked.pk]),
                method="post",
                primary=True,
                mail_url=mail_url,
            ),
            Action(_("Cannot"), url, mail_url=mail_url),
        ),
        mail_url=mail_url,
        seat=asked.broker_id,
        mail_from=told + dt.timedelta(days=2),
    )
