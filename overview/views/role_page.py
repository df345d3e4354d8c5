"""From a role to the page where others look for whoever holds it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from brokers.models import Broker
from municipalities.models import FouiContact
from partnership.partners.models import PartnerOfficer
from partnership.people.models import Seat, SeatKind


@require_safe
def role_page(request: HttpRequest, seat_pk: int) -> HttpResponse:
    seat = get_object_or_404(Seat.objects.open(), pk=seat_pk)
    match seat.kind:
        case SeatKind.CONTACT:
            return redirect(FouiContact.objects.select_related("municipality").get(pk=seat.pk).municipality)
        case SeatKind.BROKER:
            return redirect(Broker.objects.get(pk=seat.pk))
        case _:
            return redirect(PartnerOfficer.objects.select_related("partner").get(pk=seat.pk).partner)
