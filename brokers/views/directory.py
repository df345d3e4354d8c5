"""The brokers, by company: whom they are, what they cover."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from brokers.models import InnovationCompany
from municipalities.models import Municipality
from municipalities.permissions import can_see_private_contact
from partnership.partners.models import Theme


@login_not_required
@require_safe
def broker_list(request: HttpRequest) -> HttpResponse:
    chosen = {name: request.GET.get(name, "")[:80] for name in ("kommune", "tema")}
    companies = (
        InnovationCompany.objects.active()
        .covering_municipality(chosen["kommune"])
        .with_theme(chosen["tema"])
        .with_brokers_and_coverage()
    )
    context = {
        "companies": companies,
        "chosen": chosen,
        "is_filtered": any(chosen.values()),
        "municipalities": Municipality.objects.all(),
        "themes": Theme.objects.all(),
        "sees_private": can_see_private_contact(request.user),
    }
    return render(request, "brokers/broker_list.html", context)
