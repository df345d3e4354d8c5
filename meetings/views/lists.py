"""The list of meetings, filtered in the address."""

from __future__ import annotations

from dataclasses import replace

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from meetings.mailing import told
from meetings.models import Meeting
from meetings.permissions import can_create, imports_for
from partnership.common import keyset

A_PAGE = 20


@login_not_required
@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    past = request.GET.get("vis") == "tidligere"
    chosen = Meeting.objects.visible_to(request.user).with_reply_counts("comes", "invited", "present").for_list()
    chosen = chosen.with_sending_held()
    chosen = chosen.past() if past else chosen.upcoming()
    order = ("-start", "-pk") if past else ("start", "pk")
    page = keyset.page(chosen, order=order, after=request.GET.get("etter", ""), size=A_PAGE)
    context = {
        "page": replace(page, rows=told.in_lists(page.rows)),
        "past": past,
        "can_create": can_create(request.user),
        "can_import": past and imports_for(request.user) is not None,
    }
    return render(request, "meetings/list.html", context)
