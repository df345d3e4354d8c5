"""The first two lines of every view: the idea for this user, or 404; may work on it, or 403."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from ideas.models import Idea
from ideas.permissions import works_on
from partnership.people.models import User


def visible(request: HttpRequest, pk: int) -> Idea:
    return get_object_or_404(Idea.objects.visible_to(request.user).with_holder(), pk=pk)


def worked_on(request: HttpRequest, pk: int) -> Idea:
    """For contact, deputy and those named on it."""
    idea = visible(request, pk)
    if not works_on(request.user, idea):
        raise PermissionDenied
    return idea


def me(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
