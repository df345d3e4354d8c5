"""*Logg en samtale* from an idea: the municipality is known, the day is today."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from brokers.models import Broker
from ideas.models import Idea, IdeaEntry
from ideas.permissions import can_log_on
from ideas.views.common import me, visible
from ideas.with_brokers import talks
from ideas.with_brokers.talk_log_form import TalkForm
from partnership.common import norwegian


@require_http_methods(["GET", "HEAD", "POST"])
def log(request: HttpRequest, pk: int) -> HttpResponse:
    idea = visible(request, pk)
    seat = talks.seat_for(request.user, idea)
    if seat is None or not can_log_on(request.user, idea):
        raise PermissionDenied
    initial = {"day": norwegian.today(), "kind": request.GET.get("slag", "")}
    form = TalkForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and _noted(request, idea, seat, form):
        messages.success(request, _("The talk is logged."))
        return redirect(idea)
    context = {"idea": idea, "form": form, "seat": seat, "entries": talks.shown(request.user, idea)}
    return render(request, "ideas/broker_log.html", context, status=422 if form.errors else 200)


def _noted(request: HttpRequest, idea: Idea, seat: Broker, form: TalkForm) -> IdeaEntry | None:
    """None when it was refused, which the form then says."""
    if not form.is_valid():
        return None
    try:
        return talks.note(idea=idea, seat=seat, by=me(request), **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return None
