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
from meetings import agenda
from meetings.models import Meeting
from meetings.permissions import sees_matrix
from meetings.views.detail import receipt
from municipalities import directory
from municipalities.models import FouiContact, Municipality
from municipalities.permissions import can_keep_register, can_see_private_contact
from overview import broker_desk
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
        "standing": standing.of(request.user),
        "is_officer": roles.is_officer(request.user),
        "keeps_register": can_keep_register(request.user),
        "sees_matrix": sees_matrix(request.user),
        "agenda": agenda.of(request.user),
        "sees_private": can_see_private_contact(request.user),
        **({} if items else nothing_waits()),
    }
    return render(request, "overview/home.html", context)


def stranger_context() -> dict[str, Any]:
    return {
        "next_meeting": Meeting.objects.open_to_all().upcoming().order_by("start").first(),
        "partners": Partner.objects.with_officers(),
    }


def nothing_waits() -> dict[str, Any]:
    """What is worth a look when all is done: the next open meeting, and the next deadline for money."""
    return {
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
        seats: dict[str, list[int]] = {kind: [] for kind in SeatKind} | _seats_by_kind(user)
        contacts = FouiContact.objects.select_related("municipality").among(seats[SeatKind.CONTACT])
        own = [contact.municipality for contact in contacts]
        brokers = list(Broker.objects.covering(own).with_company()) if own else []
        return cls(own, brokers, _covered(seats[SeatKind.BROKER]))


def _covered(broker_pks: list[int]) -> list[directory.Entry]:
    """With who is contact there."""
    if not broker_pks:
        return []
    coverage = Coverage.objects.current().of_brokers(broker_pks)
    return directory.of_places(set(coverage.values_list("municipality", flat=True)))


def _seats_by_kind(user: User) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for term in roles.current_terms(user):
        found.setdefault(term.seat.kind, []).append(term.seat_id)
    return found
