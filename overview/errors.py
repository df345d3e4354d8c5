"""Error pages in the portal's own dress; each says what one can do."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from partnership.common import norwegian

# allauth's limits that answer with a page all count by the minute (tests/overview/test_errors.py).
WAIT = dt.timedelta(minutes=1)


@login_not_required
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


@login_not_required
def too_many_requests(request: HttpRequest, wait: dt.timedelta | None = None, *, what: str = "form") -> HttpResponse:
    """allauth finds it by its name in the root URLconf and counts a minute; our own limits say how long they last."""
    wait = wait or WAIT
    # Clock times are told without seconds: round up, so that the time told is late enough.
    again = norwegian.local(timezone.now() + wait + dt.timedelta(seconds=59))
    context = {"again": norwegian.format_clock(again), "is_sign_in": wait == WAIT, "what": what}
    response = render(request, "429.html", context, status=429)
    response["Retry-After"] = str(int(wait.total_seconds()))
    return response


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """In the portal's dress, or, when what failed is needed for that too, in none."""
    try:
        page = render_to_string("500.html", request=request)
    except Exception:
        page = render_to_string("500_plain.html")
    return HttpResponse(page, status=500)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)
