"""The next meeting in a series, drafted from the one before."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from meetings.models import FollowUp, Meeting
from meetings.planning import series
from meetings.planning.series_forms import NextForm
from meetings.views.common import me, organised


@require_http_methods(["GET", "POST"])
def next_in_series(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = organised(request, pk)
    left = FollowUp.objects.of(meeting).open().count()
    proposed = series.proposed_day(meeting)
    form = NextForm(request.POST or None, meeting=meeting, proposed=proposed, left=left)
    if request.method == "POST" and form.is_valid():
        try:
            return _drafted(request, meeting, form)
        except ValidationError as error:
            form.add_error(None, error)
    context = {"meeting": meeting, "form": form, "left": left, "drafted": series.next_of(meeting)}
    return render(request, "meetings/next_in_series.html", context, status=422 if form.errors else 200)


def _drafted(request: HttpRequest, meeting: Meeting, form: NextForm) -> HttpResponse:
    data = form.cleaned_data
    new = series.draft_next(
        meeting=meeting, rhythm=data["rhythm"], day=data["day"], by=me(request),
        moves_unfinished=data.get("moves", False),
    )  # fmt: skip
    messages.success(
        request, _("The next meeting is a draft. Look over the day and the deadline. Nothing has been sent.")
    )
    return redirect("meetings:edit", new.pk)


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = organised(request, pk)
    series.end(meeting=meeting)
    messages.success(request, _("The series is over. We remind you of no next meeting."))
    return redirect(meeting)
