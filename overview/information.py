"""Pages that tell about the portal itself: accessibility, privacy, contact."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from partnership.common.context import region
from partnership.partners.models import Partner


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "overview/accessibility.html", {"region": region()})


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "overview/privacy.html", {"region": region()})


@login_not_required
@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    partners = Partner.objects.with_officers()
    return render(request, "overview/contact.html", {"region": region(), "partners": partners})


@login_not_required
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Where browsers look for the mark of a page that names none, such as a mail's own."""
    return redirect(static("img/favicon.svg"))
