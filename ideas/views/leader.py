"""What a municipality's leader sees of a late idea by the link in the mail: number, stage and dates, no more."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ideas.late import leading, reminding
from ideas.late import mails as time_mails
from ideas.late.forms import LeaderForm
from partnership.common.limits import by_link, limited, limited_link


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited_link(reminding.PURPOSE)
@limited("idea-leader", 10, by_link)
def leader(request: HttpRequest, token: str) -> HttpResponse:
    told = reminding.by_token(token)
    if told is None:
        return render(request, "ideas/leader_closed.html", {"told": None}, status=404)
    form = LeaderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        leading.write(reminder=told, text=form.cleaned_data["text"], who=form.cleaned_data["who"])
        return redirect(f"{request.path}?takk")
    idea = told.idea
    context = {
        "told": told,
        "idea": idea,
        "person": idea.holder_person or time_mails.holders_of([idea]).get(idea.holder_seat_id or 0),
        "is_answered": not idea.is_open or idea.next_date != told.about,
        "form": form,
        "is_thanked": "takk" in request.GET and request.method != "POST",
    }
    return render(request, "ideas/leader.html", context, status=422 if form.errors else 200)
