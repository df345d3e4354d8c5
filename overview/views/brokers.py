"""Pages of innovation companies and of single brokers."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from brokers.models import Broker, Coverage, InnovationCompany
from brokers.permissions import can_say_capacity
from municipalities.permissions import can_keep_register, can_see_private_contact
from overview import role_parts
from overview.reports import ordering


@login_not_required
@require_safe
def company(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(InnovationCompany.objects.with_brokers_and_coverage(), slug=slug)
    context = {
        "company": found,
        "coverage_is_confirmed": any(line.is_confirmed for line in found.current_coverage),  # type: ignore[attr-defined]
        "report_url": ordering.url(request.user, found),
        "sees_private": can_see_private_contact(request.user),
        "can_keep_register": can_keep_register(request.user),
    }
    return render(request, "overview/company.html", context)


@login_not_required
@require_safe
def broker(request: HttpRequest, pk: int) -> HttpResponse:
    seat = get_object_or_404(Broker.objects.open().with_company().prefetch_related("themes"), pk=pk)
    context = {
        "broker": seat,
        "coverage": Coverage.objects.current().of_broker(seat),
        "parts": role_parts.of(request.user, [seat.pk]).get(seat.pk),
        "sees_private": can_see_private_contact(request.user),
        "can_say_capacity": can_say_capacity(request.user, seat),
    }
    return render(request, "overview/broker.html", context)
