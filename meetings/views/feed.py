"""The address one subscribes to, and its renewal; the matrix of who turned up."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from meetings.mailing import feeds
from meetings.past import matrix
from meetings.permissions import imports_for, sees_matrix
from meetings.views.common import me
from partnership.common import exports


@never_cache
@require_http_methods(["GET", "POST"])
def feed_settings(request: HttpRequest) -> HttpResponse:
    user = me(request)
    if request.method == "POST":
        feeds.renew(user=user)
        messages.success(request, _("You have a new address. The old one shows nothing any more."))
        return redirect("meetings:feed_settings")
    url = settings.PORTAL_URL + reverse("answers:feed", args=[feeds.token(user)])
    context = {"url": url, "webcal": url.replace("https://", "webcal://").replace("http://", "webcal://")}
    return render(request, "meetings/feed.html", context)


@require_safe
def attendance(request: HttpRequest) -> HttpResponse:
    if not sees_matrix(request.user):
        raise PermissionDenied
    found = matrix.of_last(10)
    context = {
        "matrix": found,
        "legend": matrix.legend(found),
        "can_import": imports_for(request.user) is not None,
    }
    return render(request, "meetings/matrix.html", context)


@require_safe
def attendance_export(request: HttpRequest) -> HttpResponse:
    if not sees_matrix(request.user):
        raise PermissionDenied
    return exports.xlsx_response("oppmote", *matrix.of_last(10).as_table())
