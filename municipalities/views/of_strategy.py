"""The first two lines of every view: the strategy for this user, or 404; may keep it, or 403."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from municipalities.models import Strategy
from municipalities.permissions import can_keep_strategy
from partnership.people.models import User


def seen(request: HttpRequest, pk: int) -> Strategy:
    return get_object_or_404(Strategy.objects.visible_to(request.user).select_related("municipality"), pk=pk)


def kept(request: HttpRequest, pk: int) -> Strategy:
    strategy = seen(request, pk)
    if not can_keep_strategy(request.user, strategy):
        raise PermissionDenied
    return strategy


def me(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def form_page(
    request: HttpRequest, strategy: Strategy, form: BaseForm | None, *, title: str, press: str, **more: Any
) -> HttpResponse:
    """A form about the strategy, or a question with one press. Of ``more``: ``lead``, ``removal`` (a link that asks
    whether it is to be taken out), ``is_danger``, ``choice`` (the press's ``valg``), ``back`` (where «no» leads, else
    to the strategy)."""
    context = {"strategy": strategy, "form": form, "title": title, "press": press, **more}
    status = 422 if form is not None and form.errors else 200
    return render(request, "municipalities/strategy_form.html", context, status=status)


REMOVE = "fjern"


def asks_to_remove(request: HttpRequest) -> bool:
    return request.method == "GET" and request.GET.get("valg") == REMOVE


def removal_page(request: HttpRequest, strategy: Strategy, name: str, lead: str) -> HttpResponse:
    """Whether ``name`` is to be taken out, and what goes with it; the press is ``valg=fjern``."""
    title = _("Take out «%(text)s»?") % {"text": name}
    return form_page(
        request, strategy, None, title=title, press=_("Yes, take it out"), lead=lead, is_danger=True, choice=REMOVE
    )
