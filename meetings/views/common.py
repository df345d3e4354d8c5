"""The first two lines of every view: the meeting for this user, or 404; may organise, or 403."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from meetings.models import Meeting
from meetings.permissions import can_organise
from partnership.common.numbers import key
from partnership.people.models import User


def visible(request: HttpRequest, pk: int) -> Meeting:
    chosen = Meeting.objects.visible_to(request.user).with_owner()
    return get_object_or_404(chosen, pk=pk)


def organised(request: HttpRequest, pk: int) -> Meeting:
    meeting = visible(request, pk)
    if not can_organise(request.user, meeting):
        raise PermissionDenied
    return meeting


def me(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def posted_key(request: HttpRequest, name: str) -> int:
    """The row a press names; 0, which no row has, when it names none."""
    return key(request.POST.get(name, ""))
