"""Marking which dates suit: by the mailed link, or signed in. GET shows, POST changes."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from meetings.dates import marking, weighing
from meetings.dates.forms import MarksForm
from meetings.models import AskedPerson
from meetings.models.dates import MARKS
from meetings.permissions import can_mark
from meetings.views.dates import visible
from partnership.common import links
from partnership.common.limits import by_link, limited, limited_link
from partnership.people.models import User


@require_http_methods(["GET", "POST"])
def marks(request: HttpRequest, pk: int, asked_pk: int) -> HttpResponse:
    """Signed in: whoever is asked, or stands in for them."""
    poll = visible(request, pk)
    asked = get_object_or_404(poll.asked.arrived(), pk=asked_pk)
    if not can_mark(request.user, asked):
        raise PermissionDenied
    asked.poll = poll
    return _marks(request, asked, base="base.html")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited_link(MARKS)
@limited("date-marks", 60, by_link)
def by_mail(request: HttpRequest, token: str) -> HttpResponse:
    asked = _by_token(token)
    if asked is None:
        return render(request, "meetings/dates/no_link.html", status=404)
    return _marks(request, asked, base="bare.html")


def _by_token(token: str) -> AskedPerson | None:
    try:
        link = links.read(MARKS, token)
    except links.BadLink:
        return None
    related = ("poll__asked_by", "poll__owner_partner", "poll__owner_seat", "poll__chosen", "poll__meeting", "person")
    found = AskedPerson.objects.arrived().select_related(*related)
    return found.filter(pk=link.pk, link_version=link.version).first()


def _marks(request: HttpRequest, asked: AskedPerson, base: str) -> HttpResponse:
    poll, table = asked.poll, weighing.table(asked.poll)
    context = {"poll": poll, "asked": asked, "base": base, "table": table, "by_link": base == "bare.html"}
    dates = [one.date for one in table.dates if not one.date.has_been]
    if not poll.is_open or not dates:
        return render(request, "meetings/dates/closed.html", context, status=410 if base == "bare.html" else 200)
    form = MarksForm(request.POST or None, asked=asked, dates=dates)
    if request.method == "POST" and form.is_valid():
        by = request.user if isinstance(request.user, User) else None
        try:
            marking.mark(asked=asked, marks=form.marks, comment=form.cleaned_data["comment"], by=by)
        except marking.Closed:
            return redirect(request.path)
        messages.success(request, _("Thank you. Your marks are saved. You can change them until a date is chosen."))
        return redirect(request.path)
    return render(request, "meetings/dates/marks.html", context | {"form": form}, status=422 if form.errors else 200)
