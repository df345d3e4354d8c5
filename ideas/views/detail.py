"""An idea's page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ideas import brokering_section
from ideas.permissions import can_see_sender, works_on
from ideas.views.common import visible


@login_not_required
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    idea = visible(request, pk)
    context = {
        "idea": idea,
        "works_on": works_on(request.user, idea),
        "sees_sender": can_see_sender(request.user, idea),
        "broker_section": brokering_section.section(request.user, idea),
        "events": idea.events.standing().select_related("by"),
    }
    return render(request, "ideas/idea_detail.html", context)
