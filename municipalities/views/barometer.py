"""The national figures of Innovasjonsbarometeret, for everybody."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from municipalities import places
from municipalities.barometer import drawing
from municipalities.barometer.national import national
from municipalities.models import Municipality


@login_not_required
@require_safe
def national_figures(request: HttpRequest) -> HttpResponse:
    whole = national()
    parts = [
        (population, whole.of_population(population), drawing.indicators(whole, population))
        for population in ("administrative", "political")
    ]
    own = Municipality.objects.filter(pk__in=places.of_contact(request.user)).order_by("sort_name")
    return render(request, "municipalities/barometer.html", {"headline": whole.headline, "parts": parts, "own": own})
