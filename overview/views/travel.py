"""*Klar for å reise*: a sheet about one municipality, to read on the phone or to print."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from brokers.permissions import covers
from municipalities.models import Municipality
from overview.brokering import travel as travelling
from overview.permissions import can_travel_to
from partnership.common import norwegian
from partnership.people.views.account import me


@require_safe
def travel(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Municipality.objects.with_council_names(), slug=slug)
    if not can_travel_to(request.user, found):
        raise PermissionDenied
    context = {
        "sheet": travelling.sheet(found, me(request)),
        "municipality": found,
        "is_covered": covers(request.user, found),
        "today": norwegian.today(),
    }
    return render(request, "overview/travel.html", context)
