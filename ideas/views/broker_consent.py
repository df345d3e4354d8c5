"""*Meglersamtykke*: the contact lets a broker write for the municipality, and takes it back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ideas.models import StandingConsent
from ideas.permissions import can_give_consent
from ideas.views.common import me
from ideas.with_brokers import consents as consenting
from ideas.with_brokers import on_behalf
from ideas.with_brokers.forms import ConsentForm
from municipalities.permissions import is_contact_of


@require_http_methods(["GET", "HEAD", "POST"])
def consents(request: HttpRequest) -> HttpResponse:
    user = me(request)
    if not can_give_consent(user):
        raise PermissionDenied
    found = consenting.of(user)
    form = ConsentForm(request.POST if request.method == "POST" else None, candidates=found.candidates)
    if request.method == "POST" and form.is_valid():
        chosen = form.candidate
        on_behalf.give(municipality=chosen.municipality, broker=chosen.broker, by=user)
        messages.success(request, _("%(name)s may write for you now.") % {"name": chosen.name})
        return redirect("ideas:broker_consents")
    context = {"form": form, "consents": found.given}
    return render(request, "ideas/broker_consents.html", context, status=422 if form.errors else 200)


@require_POST
def taking_back(request: HttpRequest, pk: int) -> HttpResponse:
    consent = get_object_or_404(StandingConsent.objects.select_related("municipality"), pk=pk)
    if not is_contact_of(request.user, consent.municipality):
        raise PermissionDenied
    on_behalf.take_back(consent=consent)
    messages.success(request, _("Taken back. The broker no longer writes for you."))
    return redirect("ideas:broker_consents")
