"""The municipality's own door: open or closed, the poster to hang up, and writing an idea in for somebody."""

from __future__ import annotations

import io

import segno
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ideas.intake import receiving
from ideas.intake.intake_forms import IntakeForm, NewIdeaForm
from ideas.models import Intake
from ideas.permissions import can_keep_intake
from ideas.querysets.idea import own_places
from ideas.views.common import me
from municipalities.models import Municipality


def _own(request: HttpRequest) -> list[Municipality]:
    return list(own_places(me(request)))


def _kept(request: HttpRequest, slug: str) -> Municipality:
    place = get_object_or_404(Municipality, slug=slug)
    if not can_keep_intake(request.user, place):
        raise PermissionDenied
    return place


def _address(place: Municipality) -> str:
    return settings.PORTAL_URL + reverse("sending:write", args=[place.slug])


@require_safe
def intakes(request: HttpRequest) -> HttpResponse:
    """The own municipality's; a list for whoever has several."""
    places = _own(request)
    if not places:
        raise PermissionDenied
    if len(places) == 1:
        return redirect("ideas:intake", places[0].slug)
    return render(request, "ideas/intakes.html", {"places": places})


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def intake(request: HttpRequest, slug: str) -> HttpResponse:
    place = _kept(request, slug)
    found = Intake.objects.of(place)
    if request.method == "POST" and not found.pk:
        found, _new = Intake.objects.get_or_create(municipality=place)
    form = IntakeForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("ideas:intake", slug)
    stored = Intake.objects.of(place)
    context = {"place": place, "intake": stored, "form": form, "address": _address(place)}
    return render(request, "ideas/intake.html", context, status=422 if form.errors else 200)


@require_safe
def poster(request: HttpRequest, slug: str) -> HttpResponse:
    place = _kept(request, slug)
    context = {"place": place, "intake": Intake.objects.of(place), "address": _address(place)}
    return render(request, "ideas/poster.html", context | {"shown": _address(place).split("://", 1)[1].rstrip("/")})


@require_safe
def poster_code(request: HttpRequest, slug: str) -> HttpResponse:
    """The QR code as a drawing of its own: no inline style, sharp at any size."""
    place = _kept(request, slug)
    drawing = io.BytesIO()
    segno.make(_address(place), error="m", micro=False).save(drawing, kind="svg", scale=8, border=2, light="#fff")
    return HttpResponse(drawing.getvalue(), content_type="image/svg+xml")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """«Legg inn en idé»."""
    places = _own(request)
    if not places:
        raise PermissionDenied
    form = NewIdeaForm(request.POST or None, places=places)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        idea = receiving.receive(
            municipality=form.cleaned_data.get("municipality") or places[0],
            sender=receiving.From(email=email) if email else None,
            by=me(request),
            **form.words,
        )
        messages.success(request, _("Idea %(number)s is written in.") % {"number": idea.number})
        return redirect(idea)
    return render(request, "ideas/new.html", {"form": form, "places": places}, status=422 if form.errors else 200)
