"""A municipality's page: who is contact, who is broker, which meetings."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from brokers.models import Broker
from brokers.permissions import covers
from ideas.models import Intake
from ideas.permissions import can_keep_intake
from ideas.together import following
from meetings.mailing import told
from meetings.models import Meeting
from municipalities import directory
from municipalities.models import Experience, Municipality, Strategy
from municipalities.permissions import (
    can_keep_register,
    can_keep_strategies,
    can_keep_survey,
    can_see_private_contact,
    can_write_experience,
)
from municipalities.strategies import wording
from overview import role_parts
from overview.models import ContactEnquiry
from overview.permissions import can_travel_to
from overview.reports import ordering


@login_not_required
@require_safe
def municipality(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Municipality.objects.with_council_names(), slug=slug)
    entry = directory.entry(found)
    parts = role_parts.of(request.user, [line.seat_pk for line in entry.contacts])
    meetings = Meeting.objects.visible_to(request.user).about(found).with_sending_held()
    keeps_register = can_keep_register(request.user)
    context = {
        "municipality": found,
        "entry": entry,
        "lines": [(line, parts.get(line.seat_pk)) for line in entry.contacts],
        "councils": found.councils_in_order(),
        "brokers": Broker.objects.covering([found]).with_company().order_by("sort_place", "pk"),
        "meetings": told.in_lists(meetings.upcoming().order_by("start")[:10]),
        "past_meetings": told.in_lists(meetings.past().order_by("-start")[:5]),
        "strategies": wording.in_lists(Strategy.objects.visible_to(request.user).of(found).for_list()[:5]),
        "keeps_strategies": can_keep_strategies(request.user, found),
        "intake": Intake.objects.of(found),
        "keeps_survey": can_keep_survey(request.user, found),
        "keeps_intake": can_keep_intake(request.user, found),
        "shared": following.section(request.user, found),
        "experiences": Experience.objects.visible_to(request.user).of(found).newest_first()[:5],
        "can_write_experience": can_write_experience(request.user, found.pk),
        "report_url": ordering.url(request.user, found),
        "sees_private": can_see_private_contact(request.user),
        "can_keep_register": keeps_register,
        "enquiry": ContactEnquiry.objects.about(found).open().first() if keeps_register else None,
        "can_travel": can_travel_to(request.user, found),
        "is_covered": covers(request.user, found),
    }
    return render(request, "overview/municipality.html", context)
