"""One log line a request, without anything secret; and requests with a NUL byte sent away politely."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import render

from partnership.common.logs import route_of

log = logging.getLogger("portal.request")
GetResponse = Callable[[HttpRequest], HttpResponse]
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class RequestLogMiddleware:
    """Writes method, route, status and milliseconds. The route, never the path: paths hold tokens."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun, name = time.perf_counter(), uuid.uuid4().hex[:12]
        response = self.get_response(request)
        response["X-Request-ID"] = name
        log.info(
            "request",
            extra={
                "request": name,
                "method": request.method,
                "route": route_of(request),
                "status": response.status_code,
                "ms": round((time.perf_counter() - begun) * 1000),
            },
        )
        return response


def drops_nul(view: View) -> View:
    """A view that reads its address without NUL bytes, so that what was written stands in its form again."""
    view.drops_nul = True  # type: ignore[attr-defined]
    return view


class RefuseNulMiddleware:
    """PostgreSQL takes no NUL byte in text; no person types one."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info or self._in_cookie(request) or self._in_form(request):
            return self._refused(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if "%00" not in request.META.get("QUERY_STRING", "") or getattr(view, "drops_nul", False):
            return None
        return self._refused(request)

    def _refused(self, request: HttpRequest) -> HttpResponse:
        return render(request, "400.html", {"has_hidden_sign": True}, status=400)

    def _in_cookie(self, request: HttpRequest) -> bool:
        return any("\x00" in value for value in request.COOKIES.values())

    def _in_form(self, request: HttpRequest) -> bool:
        if request.method != "POST":
            return False
        return any("\x00" in value for values in request.POST.lists() for value in values[1])


class WrongMethodMiddleware:
    """Django answers a wrong method with an empty page; who signs in after pressing a button may get there."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or request.method != "GET":
            return response
        page = render(request, "405.html", status=405)
        page["Allow"] = response["Allow"]
        return page
