"""A strategy's page, for who sees it and for who reads it by a link; the council's page and a year's, for paper."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from municipalities.models import Strategy
from municipalities.models.strategy import READER
from municipalities.permissions import can_keep_strategy, can_see_private_contact
from municipalities.strategies import readers
from municipalities.views.strategies import file_response
from overview.strategies import page
from partnership.common import links
from partnership.common.limits import limited_link


def _found(request: HttpRequest, pk: int) -> Strategy | None:
    """None for a stranger to what is not public: whether there is such a one is for who signs in."""
    chosen = Strategy.objects.visible_to(request.user).select_related("municipality", "after")
    if request.user.is_authenticated:
        return get_object_or_404(chosen, pk=pk)
    return chosen.filter(pk=pk).first()


@login_not_required
@require_safe
def strategy(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    if found is None:
        return redirect_to_login(request.get_full_path())
    keeps = can_keep_strategy(request.user, found)
    context = {
        **_shown(found, page.of(found, request.user)),
        "keeps": keeps,
        "sees_names": can_see_private_contact(request.user),
        "may_delete": keeps and found.is_own_draft,
        "readers": found.readers.filter(ended_at=None).count() if keeps else 0,
    }
    return render(request, "overview/strategy.html", context)


@login_not_required
@require_safe
def council(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    if found is None:
        return redirect_to_login(request.get_full_path())
    # It becomes a public case paper: whoever prints it, prints what a stranger may see.
    context = {**_shown(found, page.of(found, AnonymousUser())), "layout": "base.html"}
    return render(request, "overview/strategy_council.html", context)


@login_not_required
@require_safe
def year(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    found = _found(request, pk)
    if found is None:
        return redirect_to_login(request.get_full_path())
    shown = page.of(found, request.user)
    if year not in shown.years:
        raise Http404
    context = {**_shown(found, shown), "year": page.in_year(shown, year)}
    return render(request, "overview/strategy_year.html", context)


def _shown(found: Strategy, shown: page.Page) -> dict[str, Any]:
    return {"strategy": found, "page": shown, "place": found.municipality, "documents": found.documents.all()}


@login_not_required
@never_cache
@require_safe
@limited_link(READER)
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    return _read(request, token, "overview/strategy_by_link.html")


@login_not_required
@never_cache
@require_safe
@limited_link(READER)
def council_by_link(request: HttpRequest, token: str) -> HttpResponse:
    return _read(request, token, "overview/strategy_council.html")


@login_not_required
@never_cache
@require_safe
@limited_link(READER)
def document_by_link(request: HttpRequest, token: str, document_pk: int) -> HttpResponseBase:
    reader = readers.by_token(token)
    return _closed(request, token) if reader is None else file_response(reader.strategy, document_pk)


def _read(request: HttpRequest, token: str, template: str) -> HttpResponse:
    """What serves the goals is shown as to a stranger, whoever is signed in: the link is the reader's."""
    reader = readers.by_token(token)
    if reader is None:
        return _closed(request, token)
    shown = page.of(reader.strategy, AnonymousUser())
    context = {**_shown(reader.strategy, shown), "reader": reader, "token": token, "layout": "bare.html"}
    return render(request, template, context)


def _closed(request: HttpRequest, token: str) -> HttpResponse:
    status = 410 if links.is_ours(READER, token) else 404
    return render(request, "overview/strategy_link_closed.html", status=status)
