"""Who stands behind an idea: written by the contact, or said by a leader who got two lines."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ideas.models import Idea
from ideas.money import anchoring as activity
from ideas.money.forms import AnchoringForm, LeaderForm
from ideas.permissions import can_anchor
from ideas.views.common import me, visible
from partnership.common import norwegian
from partnership.common.limits import by_person, limited


def anchored(request: HttpRequest, pk: int) -> Idea:
    """For whoever may say who stands behind it."""
    idea = visible(request, pk)
    if not can_anchor(request.user, idea):
        raise PermissionDenied
    return idea


@require_http_methods(["GET", "POST"])
def anchoring(request: HttpRequest, pk: int) -> HttpResponse:
    idea = anchored(request, pk)
    form = AnchoringForm(request.POST or None, initial={"on": norwegian.today()})
    if request.method == "POST" and form.is_valid():
        try:
            activity.anchor(idea=idea, by=me(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("It is noted who stands behind the idea."))
            return redirect("ideas:anchoring", pk)
    context = {
        "idea": idea,
        "form": form,
        "anchorings": idea.anchorings.select_related("by"),
        "requests": idea.leader_requests.select_related("asked_by", "anchoring"),
    }
    return render(request, "ideas/anchoring.html", context, status=422 if form.errors else 200)


@require_POST
def removal(request: HttpRequest, pk: int, anchoring_pk: int) -> HttpResponse:
    idea = anchored(request, pk)
    found = get_object_or_404(idea.anchorings.select_related("idea"), pk=anchoring_pk)
    try:
        activity.take_away(anchoring=found, by=me(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("It is taken away."))
    return redirect("ideas:anchoring", pk)


@require_http_methods(["GET", "POST"])
@limited("ask-leader", 20, by_person)
def leader(request: HttpRequest, pk: int) -> HttpResponse:
    """«Send til rett leder»: the mail holds no more than a link to the two lines."""
    idea = anchored(request, pk)
    form = LeaderForm(request.POST or None, idea=idea, initial={"summary": activity.two_lines(idea)})
    if request.method == "POST" and form.is_valid():
        try:
            asked = activity.ask_leader(idea=idea, by=me(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("%(name)s gets a mail with a link.") % {"name": asked.name})
            return redirect("ideas:anchoring", pk)
    return render(request, "ideas/leader_ask.html", {"idea": idea, "form": form}, status=422 if form.errors else 200)


@require_POST
def taking_back(request: HttpRequest, pk: int, request_pk: int) -> HttpResponse:
    idea = anchored(request, pk)
    asked = get_object_or_404(idea.leader_requests.all(), pk=request_pk)
    if activity.take_back(request=asked, by=me(request)):
        messages.success(request, _("The link is closed. %(name)s is not told.") % {"name": asked.name})
    else:
        messages.info(request, _("The question is answered, or taken back already."))
    return redirect("ideas:anchoring", pk)


@require_POST
def called(request: HttpRequest, pk: int, request_pk: int) -> HttpResponse:
    idea = anchored(request, pk)
    activity.has_called(request=get_object_or_404(idea.leader_requests.all(), pk=request_pk))
    messages.success(request, _("Good. Did you agree? Write who stands behind it."))
    return redirect("ideas:anchoring", pk)
