"""Making, changing and copying a meeting."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from meetings import board, programme, waiting_list
from meetings.forms import MeetingForm, owners_for
from meetings.models import Meeting
from meetings.permissions import can_create
from meetings.views.common import me, organised


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    user = me(request)
    if not can_create(user):
        raise PermissionDenied
    form = MeetingForm(request.POST or None, user=user, owners=owners_for(user))
    if request.method == "POST" and form.is_valid():
        meeting = form.save()
        messages.success(request, _("The meeting is saved as a draft. Nobody has been told yet."))
        return redirect("meetings:programme", meeting.pk)
    return render(request, "meetings/edit.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = organised(request, pk)
    user = me(request)
    owners = owners_for(user) + _owner_of(meeting)
    form = MeetingForm(request.POST or None, instance=meeting, user=user, owners=list(dict.fromkeys(owners)))
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        waiting_list.move_up(meeting=saved)
        board.touch(saved.pk)
        if saved.has_unsent_change:
            messages.warning(request, _("Time or place has changed, and nobody has been told. Send the change."))
        else:
            messages.success(request, _("Saved. Nothing has been sent."))
        return redirect(saved)
    context = {"form": form, "meeting": Meeting.objects.get(pk=pk)}
    return render(request, "meetings/edit.html", context, status=422 if form.errors else 200)


@require_POST
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = programme.copy(meeting=organised(request, pk), by=me(request))
    messages.success(request, _("This is a copy, as a draft. Look over the day and the deadline."))
    return redirect("meetings:edit", meeting.pk)


def _owner_of(meeting: Meeting) -> list[tuple[str, str]]:
    """So that a co-host's officer can save without taking the meeting over."""
    key = f"p{meeting.owner_partner_id}" if meeting.owner_partner_id else f"s{meeting.owner_seat_id}"
    return [(key, meeting.owner_name)]
