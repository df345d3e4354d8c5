"""Municipalities without a contact: who has been asked, and a press that asks the rest."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from municipalities import directory
from municipalities.models import Municipality
from municipalities.permissions import can_keep_register
from overview import enquiries
from overview.models import ContactEnquiry
from partnership.people import signin


@dataclass(frozen=True)
class Vacancy:
    municipality: Municipality
    enquiry: ContactEnquiry | None

    @property
    def can_be_asked(self) -> bool:
        return bool(self.municipality.postmottak) and enquiries.may_ask(self.enquiry)


@require_http_methods(["GET", "POST"])
def vacancies(request: HttpRequest) -> HttpResponse:
    if not can_keep_register(request.user):
        raise PermissionDenied
    if not signin.second_step_done(request):
        return signin.ask_for_second_step(request, request.path)
    found = _vacancies()
    to_ask = [vacancy for vacancy in found if vacancy.can_be_asked]
    if request.method == "POST":
        assert request.user.is_authenticated
        sent = sum(enquiries.ask(municipality=one.municipality, by=request.user)[1] for one in to_ask)
        if sent:
            text = ngettext("%(n)s municipality has been asked.", "%(n)s municipalities have been asked.", sent)
            messages.success(request, text % {"n": sent})
        else:
            messages.info(request, _("Nobody was left to ask."))
        return redirect("overview:vacancies")
    return render(request, "overview/vacancies.html", {"vacancies": found, "to_ask": to_ask})


def _vacancies() -> list[Vacancy]:
    entries = directory.entries(standing=directory.Standing.VACANT)
    asked = {enquiry.municipality_id: enquiry for enquiry in ContactEnquiry.objects.open()}
    return [Vacancy(entry.municipality, asked.get(entry.municipality.pk)) for entry in entries]
