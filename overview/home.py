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

from brokers.models import Broker, Coverage
from ideas import elsewhere, gathering
from meetings import agenda
from meetings.models import Meeting
from meetings.permissions import sees_matrix
from meetings.views.detail import receipt
from municipalities import directory, places
from municipalities.models import Municipality
from municipalities.permissions import can_keep_register, can_see_private_contact
from overview import broker_desk, contact_desk, latest
from partnership.common import contributions, norwegian
from partnership.common.contributions import Waiting
from partnership.partners.models import FundingCall, Partner
from partnership.people import roles, standing
from partnership.people.models import SeatKind, User


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if not isinstance(request.user, User):
        return render(request, "overview/home_stranger.html", stranger_context())
    today = norwegian.today()
    items = contributions.waiting(request.user, today)
    context = {
        "items": items,
        "receipt": receipt(request),
        "headline": headline(items),
        "minutes": sum(item.minutes for item in items),
        "roles": roles.current_terms(request.user),
        "rail": Rail.of(request.user),
        "desk": broker_desk.of(request.user),
        "contact_desk": contact_desk.of(request.user, today),
        "standing": standing.of(request.user),
        "is_officer": roles.is_officer(request.user),
        "keeps_register": can_keep_register(request.user),
        "sees_matrix": sees_matrix(request.user),
        "elsewhere": elsewhere.of(request.user),
        "waited": gathering.waited_for(request.user, today),
        "agenda": agenda.of(request.user),
        "sees_private": can_see_private_contact(request.user),
        **({} if items else nothing_waits()),
    }
    return render(request, "overview/home.html", context)


def stranger_context() -> dict[str, Any]:
    return {
        "next_meeting": Meeting.objects.open_to_all().upcoming().order_by("start").first(),
        "partners": Partner.objects.with_officers(),
        "latest": latest.to_show(),
    }


def nothing_waits() -> dict[str, Any]:
    """What is worth a look when all is done: what others learned, the next open meeting, the next deadline."""
    return {
        "latest": latest.to_show(),
        "open_meeting": Meeting.objects.open_to_all().upcoming().order_by("start").first(),
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
    """What one looks up: the own municipalities, the brokers that cover them, the places one covers oneself."""

    municipalities: list[Municipality]
    brokers: list[Broker]
    covered: list[directory.Entry]

    @classmethod
    def of(cls, user: User) -> Rail:
        own = [contact.municipality for contact in places.contacts(user)]
        brokers = list(Broker.objects.covering(own).with_company()) if own else []
        covering = [term.seat_id for term in roles.current_terms(user) if term.seat.kind == SeatKind.BROKER]
        return cls(own, brokers, _covered(covering))


def _covered(broker_pks: list[int]) -> list[directory.Entry]:
    """With who is contact there."""
    if not broker_pks:
        return []
    coverage = Coverage.objects.current().of_brokers(broker_pks)
    return directory.of_places(set(coverage.values_list("municipality", flat=True)))
