"""The contact ends what a named person sees of an idea."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ideas import ending_access
from ideas.permissions import can_end_access
from ideas.views.common import me, visible


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int, access_pk: int) -> HttpResponse:
    idea = visible(request, pk)
    if not can_end_access(request.user, idea):
        raise PermissionDenied
    named = idea.accesses.of_persons().select_related("person")
    access = get_object_or_404(named, pk=access_pk)
    if request.method == "POST":
        access.idea = idea
        ending_access.end(access=access, by=me(request))
        assert access.person
        messages.success(request, _("%(name)s sees the idea no longer.") % {"name": access.person.name})
        return redirect(idea)
    return render(request, "ideas/access_end.html", {"idea": idea, "access": access})
