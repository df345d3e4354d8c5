"""What has been changed in the workroom, newest first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from overview import records
from partnership.people.models import User


@require_safe
def newest(request: HttpRequest) -> HttpResponse:
    """Who may is decided by the admin site, which wraps this."""
    assert isinstance(request.user, User)
    kind, words = request.GET.get("hva", ""), request.GET.get("q", "")
    context = {
        "records": records.newest(user=request.user, kind=kind, words=words),
        "kinds": [(name, model._meta.verbose_name) for name, model in records.KINDS.items()],
        "kind": kind,
        "words": words,
        "done": records.DONE,
    }
    return render(request, "admin/records.html", context)
