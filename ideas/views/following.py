"""Following a municipality, and the list of those one follows."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ideas.permissions import can_follow
from ideas.together import following
from ideas.views.common import me
from municipalities.models import Municipality


@require_safe
def followed(request: HttpRequest) -> HttpResponse:
    return render(request, "ideas/following.html", {"follows": following.followed(me(request))})


@require_POST
def follow(request: HttpRequest, slug: str) -> HttpResponse:
    """``valg`` slutt stops; whoever has lost the role may still stop."""
    municipality = get_object_or_404(Municipality, slug=slug)
    if request.POST.get("valg") == "slutt":
        following.stop(municipality=municipality, by=me(request))
        messages.success(request, _("You no longer follow %(place)s.") % {"place": municipality.name})
    elif not can_follow(request.user):
        raise PermissionDenied
    else:
        following.follow(municipality=municipality, by=me(request))
        messages.success(request, _("You follow %(place)s.") % {"place": municipality.name})
    return redirect("ideas:following") if request.POST.get("fra") == "lista" else redirect(municipality)
