"""Making, changing and copying a meeting, a step at a time."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from meetings import board
from meetings.day import following, running
from meetings.day.locking import of_day
from meetings.invitations import inviting, waiting_list
from meetings.models import Meeting
from meetings.permissions import can_create
from meetings.planning import programme, steps
from meetings.planning.forms import ContentForm, HostForm, StepForm, WhenForm, owners_for, take_owner
from meetings.views.common import me, organised
from partnership.common import norwegian

FORMS: dict[str, type[StepForm]] = {"edit": WhenForm, "content": ContentForm, "host": HostForm}


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """The first step makes the draft: what follows has a row to be kept in."""
    user = me(request)
    owners = owners_for(user)
    if not (can_create(user) and owners):
        raise PermissionDenied
    new = Meeting(host=user, created_by=user, host_phone=user.phone)
    take_owner(new, owners[0][0])
    form = WhenForm(request.POST or None, instance=new, user=user)
    if request.method == "POST" and form.is_valid():
        meeting = form.save()
        messages.success(request, _("The meeting is saved as a draft. Nobody has been told yet."))
        return redirect("meetings:content", meeting.pk)
    context = {"form": form, "title": steps.LABELS["edit"], "walk": steps.walk(None, "edit")}
    return render(request, "meetings/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def edit(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One step of a draft leads to the next; of a meeting that is sent out, back to its page."""
    meeting = organised(request, pk)
    if request.method == "POST":
        # The day before the meeting, as whoever presses on the day locks them.
        of_day(meeting)
        meeting = inviting.lock(meeting)
    day = norwegian.local(meeting.start).date()
    form = FORMS[step](request.POST or None, instance=meeting, user=me(request))
    if request.method == "POST" and form.is_valid():
        meeting = form.save()
        if norwegian.local(meeting.start).date() != day:
            running.forget(meeting=meeting)
        return _saved(request, meeting, step)
    shown = Meeting.objects.get(pk=pk) if form.errors else meeting
    context = {"form": form, "meeting": shown, "title": steps.LABELS[step], "walk": steps.walk(shown, step)}
    return render(request, "meetings/edit.html", context, status=422 if form.errors else 200)


def _saved(request: HttpRequest, meeting: Meeting, step: str) -> HttpResponse:
    waiting_list.move_up(meeting=meeting)
    board.touch(meeting.pk)
    following.touch(meeting.pk)
    walk = steps.walk(meeting, step)
    onward = walk and (walk.previous if request.POST.get("valg") == "tilbake" else walk.following)
    if onward:
        return redirect(onward.url)
    if meeting.has_unsent_change and meeting.unsent_changes == {"is_save_the_date"}:
        text = _("Nobody has been told yet. Send the change, or the programme when it is ready.")
        messages.warning(request, text)
    elif meeting.has_unsent_change:
        messages.warning(request, _("Time or place has changed, and nobody has been told. Send the change."))
    else:
        messages.success(request, _("Saved. Nothing has been sent."))
    return redirect(meeting)


@require_POST
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = programme.copy(meeting=organised(request, pk), by=me(request))
    messages.success(request, _("This is a copy, as a draft. Look over the day and the deadline."))
    return redirect("meetings:edit", meeting.pk)
