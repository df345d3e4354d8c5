"""The first page: what waits for this person, the most pressing first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from brokers.models import Broker
from ideas.late import elsewhere, gathering
from meetings import agenda
from meetings.mailing import told
from meetings.models import Meeting
from meetings.permissions import sees_matrix
from meetings.views.detail import receipt
from municipalities import places
from municipalities.models import Municipality
from municipalities.permissions import can_keep_register, can_see_private_contact
from overview import contact_desk, latest
from overview.brokering import broker_desk
from partnership.common import contributions, norwegian, once
from partnership.common.contributions import Waiting
from partnership.common.probing import OfRows
from partnership.partners.models import FundingCall, Partner
from partnership.people import roles, standing
from partnership.people.models import RoleTerm, User


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if not isinstance(request.user, User):
        return render(request, "overview/home_stranger.html", stranger_context())
    with once.for_page():
        return render(request, "overview/home.html", _context(request, request.user))


def _context(request: HttpRequest, user: User) -> dict[str, Any]:
    today = norwegian.today()
    waited = gathering.waited_for(user, today)
    counting = OfRows(waited, lambda rows: [rows.count()])
    absences = OfRows(standing.absences_around(user), list)
    own = [*contact_desk.parts(user, today), elsewhere.of(user), [agenda.of(user)]]
    items, (*desk, others, meetings, counted, absent) = contributions.waiting_beside(
        user, today, *own, [counting], [absences]
    )
    return {
        "items": items,
        "receipt": receipt(request),
        "headline": headline(items),
        "minutes": sum(item.minutes for item in items),
        "roles": roles.current_terms(user),
        "rail": Rail.of(user),
        "desk": broker_desk.of(user),
        "contact_desk": contact_desk.Desk(*desk),
        "standing": standing.of(user, absent),
        "is_officer": roles.is_officer(user),
        "keeps_register": can_keep_register(user),
        "sees_matrix": sees_matrix(user),
        "elsewhere": next(iter(others), None),
        "waited": sum(counted),
        "agenda": meetings,
        "sees_private": can_see_private_contact(user),
        **({} if items else nothing_waits()),
    }


def stranger_context() -> dict[str, Any]:
    return {
        "next_meeting": _next_open_meeting(),
        "partners": Partner.objects.with_officers(),
        "latest": latest.to_show(),
    }


def _next_open_meeting() -> Meeting | None:
    coming = Meeting.objects.open_to_all().upcoming().with_sending_held().order_by("start")
    return next(iter(told.in_lists(coming[:1])), None)


def nothing_waits() -> dict[str, Any]:
    """What is worth a look when all is done: what others learned, the next open meeting, the next deadline."""
    return {
        "latest": latest.to_show(),
        "open_meeting": _next_open_meeting(),
        "next_call": FundingCall.objects.open().next_to_close().select_related("scheme").first(),
    }


def headline(items: list[Waiting]) -> str:
    """«Tre ting venter», «Alt er gjort»."""
    if not items:
        return _("All is done")
    word = norwegian.number_word(len(items))
    sentence = ngettext("%(count)s thing waits", "%(count)s things wait", len(items)) % {"count": word}
    return sentence[:1].upper() + sentence[1:]


@dataclass(frozen=True)
class Rail:
    """What a contact looks up: the own municipalities, and who is broker for them today."""

    municipalities: list[Municipality]
    brokers: list[RoleTerm]

    @classmethod
    def of(cls, user: User) -> Rail:
        own = [contact.municipality for contact in places.contacts(user)]
        return cls(own, list(Broker.objects.covering(own).held_today()) if own else [])
