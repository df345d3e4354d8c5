"""Who has the meeting: host, phone, and the partners together with whom."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings.planning import hosting
from meetings.planning.host_form import HostForm
from meetings.views.common import me, organised


@require_http_methods(["GET", "POST"])
@transaction.atomic
def host(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = organised(request, pk)
    form = HostForm(request.POST or None, meeting=meeting)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        meeting.cohosts.set(data["cohosts"])
        hosting.change_host(meeting=meeting, host=data["host"], phone=data["phone"], by=me(request))
        messages.success(request, _("%(name)s is the host.") % {"name": data["host"].name})
        return redirect("meetings:detail", pk)
    return render(
        request, "meetings/hosting.html", {"meeting": meeting, "form": form}, status=422 if form.errors else 200
    )
