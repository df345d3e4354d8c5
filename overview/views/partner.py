"""A partner's page: who works there, what it offers, which meetings it hosts."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from meetings.mailing import told
from meetings.models import Meeting
from municipalities.permissions import can_see_private_contact
from overview import role_parts
from overview.reports import ordering
from partnership.partners.models import FundingScheme, InformationPage, Partner


@login_not_required
@require_safe
def partner(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Partner.objects.with_officers(), slug=slug)
    hosted = Meeting.objects.visible_to(request.user).hosted_by(found).with_sending_held()
    officers = found.open_officers  # type: ignore[attr-defined]
    parts = role_parts.of(request.user, [seat.pk for seat in officers])
    context = {
        "partner": found,
        "schemes": FundingScheme.objects.shown().owned_by(found.slug).with_calls(),
        "pages": InformationPage.objects.visible_to(request.user).owned_by(found.slug).order_by("kind", "sort_name"),
        "meetings": told.in_lists(hosted.upcoming().order_by("start")[:10]),
        "past_meetings": told.in_lists(hosted.past().order_by("-start")[:5]),
        "officers": [(seat, parts.get(seat.pk)) for seat in officers],
        "report_url": ordering.url(request.user, found),
        "sees_private": can_see_private_contact(request.user),
    }
    return render(request, "overview/partner.html", context)
