"""The first two lines of every view: the idea for this user, or 404; may work on it, or 403."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from ideas.life.doing import Doer
from ideas.life.forms import Act
from ideas.models import Idea
from ideas.permissions import can_move, may_write_for_contact, works_on
from ideas.whose import holding
from partnership.people.models import User


def visible(request: HttpRequest, pk: int, *, for_page: bool = False) -> Idea:
    """``for_page``: with what calls are matched against, and what it has any of, in the same query."""
    chosen = Idea.objects.visible_to(request.user).for_reader(request.user).with_holder()
    chosen = chosen.with_need().with_has_any() if for_page else chosen
    return get_object_or_404(chosen, pk=pk)


def worked_on(request: HttpRequest, pk: int) -> Idea:
    """For contact, deputy and those named on it."""
    idea = visible(request, pk)
    if not works_on(request.user, idea):
        raise PermissionDenied
    return idea


def moved(request: HttpRequest, pk: int) -> tuple[Idea, Doer]:
    """For whoever may answer and move it: also the broker who has the case, or writes by standing consent."""
    idea = visible(request, pk)
    if not can_move(request.user, idea):
        raise PermissionDenied
    return idea, doer(request, idea)


def doer(request: HttpRequest, idea: Idea) -> Doer:
    """In whose name: the broker's by standing consent is the contact's."""
    for_contact = not works_on(request.user, idea) and may_write_for_contact(request.user, idea)
    return Doer(me(request), holding.contact_seat(idea.municipality) if for_contact else None)


def me(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def act(
    request: HttpRequest, form: Act, do: Callable[[], object], *, done: str, template: str, context: dict[str, Any]
) -> HttpResponse:
    """Show the form; posted and right, do it and go to ``done``; what the verb refuses stands beside the fields."""
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                do()
        except ValidationError as error:
            form.refuse(error)
        else:
            return redirect(done)
    return render(request, template, context | {"form": form}, status=422 if form.errors else 200)
