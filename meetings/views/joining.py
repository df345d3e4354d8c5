"""A guest asks to join a public meeting, and the organiser answers; a speaker is asked for."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from meetings.invitations import inviting, requests
from meetings.invitations.guest_forms import JoinForm
from meetings.models import JoinRequest, Meeting, SpeakerRequest
from meetings.permissions import can_answer_speaker_request
from meetings.planning.forms import TextForm
from meetings.views.common import me, organised
from partnership.common.limits import limited


@login_not_required
@require_http_methods(["GET", "POST"])
@limited("join", 30)
def join(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = get_object_or_404(Meeting.objects.open_to_all().upcoming(), pk=pk)
    form = JoinForm(request.POST or None, instance=JoinRequest(meeting=meeting))
    if request.method == "POST" and form.is_valid():
        if not form.cleaned_data["website"]:
            try:
                with transaction.atomic():
                    form.save()
            except IntegrityError:
                pass  # asked before: the answer looks the same, so that nobody learns who has
        return render(request, "meetings/join_thanks.html", {"meeting": meeting})
    return render(
        request, "meetings/join.html", {"meeting": meeting, "form": form}, status=422 if form.errors else 200
    )


@require_POST
def join_answer(request: HttpRequest, pk: int, request_pk: int) -> HttpResponse:
    meeting = organised(request, pk)
    asked = get_object_or_404(meeting.join_requests.all(), pk=request_pk)
    if request.POST.get("valg") == "godta":
        try:
            requests.approve(asked=asked, by=me(request))
        except inviting.CannotSend as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("%(name)s is invited.") % {"name": asked.name})
    else:
        requests.decline(asked=asked, by=me(request))
        messages.info(request, _("%(name)s is not invited.") % {"name": asked.name})
    return redirect("meetings:board", pk)


@require_http_methods(["GET", "POST"])
def speaker_request(request: HttpRequest, pk: int) -> HttpResponse:
    """*Be partnerskapet om en innleder*."""
    meeting = organised(request, pk)
    form = TextForm(request.POST or None, label=_("What should the introduction be about?"))
    if request.method == "POST" and form.is_valid():
        requests.ask_for_speaker(meeting=meeting, about=form.cleaned_data["text"], by=me(request))
        messages.success(request, _("The partnership is asked. You see the answer on the meeting's page."))
        return redirect(meeting)
    context = {
        "meeting": meeting,
        "form": form,
        "title": _("Ask the partnership for a speaker"),
        "what": "speaker",
        "can_join": True,
    }
    return render(request, "meetings/confirm.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def speaker_answer(request: HttpRequest, request_pk: int) -> HttpResponse:
    if not can_answer_speaker_request(request.user):
        raise PermissionDenied
    asked = get_object_or_404(SpeakerRequest.objects.select_related("meeting", "asked_by"), pk=request_pk)
    form = TextForm(request.POST or None, label=_("Answer"))
    if request.method == "POST" and form.is_valid():
        accepted = request.POST.get("valg") == "ja"
        text = form.cleaned_data["text"]
        if requests.answer_speaker(asked=asked, accepted=accepted, text=text, by=me(request)):
            messages.success(request, _("The answer is sent."))
        else:
            messages.info(request, _("Somebody has answered before you. Nothing was sent."))
        return redirect("home")
    context = {"asked": asked, "form": form}
    return render(request, "meetings/speaker_answer.html", context, status=422 if form.errors else 200)
