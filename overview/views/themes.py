"""The themes, and what the portal has about each."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from overview.themes import gathering
from partnership.partners.models import Theme
from partnership.partners.permissions import can_keep_partners


@login_not_required
@require_safe
def theme_list(request: HttpRequest) -> HttpResponse:
    """By group. Without sums: those would tell of what one does not see."""
    themes = list(Theme.objects.order_by("sort_name"))
    groups = [(group.label, [theme for theme in themes if theme.group == group]) for group in Theme.Group]
    context = {"groups": groups, "themes": themes, "can_keep": can_keep_partners(request.user)}
    return render(request, "overview/theme_list.html", context)


@login_not_required
@require_safe
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Theme, slug=slug)
    parts = gathering.of(found, request.user)
    context = {
        "theme": found,
        "shown": [part for part in parts if part.lines],
        "empty": [part for part in parts if not part.lines],
        "can_keep": can_keep_partners(request.user),
    }
    return render(request, "overview/theme.html", context)
