"""*Avtal bli-kjent-samtale*, from a municipality one covers."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from brokers import own_roles
from municipalities import directory
from municipalities.models import Municipality
from overview.brokering import first_talk
from partnership.people.views.account import me


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """A day and a time make the draft; its own steps take it from there."""
    place = get_object_or_404(Municipality.objects.with_council_names(), slug=slug)
    user = me(request)
    if (seat := own_roles.covering(user, place)) is None:
        raise PermissionDenied
    title = _("Getting to know each other: %(place)s and %(company)s") % {"place": place, "company": seat.company}
    form = first_talk.FirstTalkForm(
        request.POST or None, instance=first_talk.new(seat=seat, by=user, title=title[:160]), user=user
    )
    entry = directory.entry(place)
    is_vacant = entry.standing == directory.Standing.VACANT
    if request.method == "POST" and not is_vacant and form.is_valid():
        meeting = first_talk.plan(meeting=form.save(commit=False), municipality=place)
        messages.success(request, _("The talk is saved as a draft. Nobody has been told yet."))
        return redirect("meetings:content", meeting.pk)
    context = {"municipality": place, "entry": entry, "is_vacant": is_vacant, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "overview/first_talk.html", context, status=status)
