"""The link in «still you?»: GET shows, POST answers; no sign-in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from partnership.common import norwegian
from partnership.people import terms, yearly
from partnership.people.forms import LeavingForm, NamedPersonForm
from partnership.people.models import RoleTerm


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def still_you(request: HttpRequest, token: str) -> HttpResponse:
    term = yearly.term_of(token)
    if term is None or not term.is_current():
        return render(request, "people/still_you_closed.html", {"term": term}, status=410 if term else 404)
    choice = request.POST.get("valg", "")
    context = {"term": term, "successor": NamedPersonForm(prefix="ny"), "leaving": LeavingForm(prefix="slutt")}
    if choice == "ja":
        terms.confirm(term=term)
        return render(request, "people/still_you_thanks.html", context | {"is_confirmed": True})
    if choice == "ny":
        return _successor(request, term, context)
    if choice == "slutt":
        return _leaving(request, term, context)
    return render(request, "people/still_you.html", context)


def _successor(request: HttpRequest, term: RoleTerm, context: dict[str, object]) -> HttpResponse:
    form = NamedPersonForm(request.POST, prefix="ny")
    if form.is_valid():
        data = form.cleaned_data
        try:
            person = terms.invite_person(name=data["name"], email=data["email"], phone=data["phone"], by=term.person)
            told = terms.hand_over(seat=term.seat, to=person, on=norwegian.today(), by=term.person)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return render(request, "people/still_you_thanks.html", context | {"told": told})
    return render(request, "people/still_you.html", context | {"successor": form}, status=422)


def _leaving(request: HttpRequest, term: RoleTerm, context: dict[str, object]) -> HttpResponse:
    form = LeavingForm(request.POST, prefix="slutt")
    if form.is_valid():
        try:
            told = terms.hand_over(seat=term.seat, to=None, on=form.cleaned_data["on"], by=term.person)
        except ValidationError as error:
            form.add_error("on", error)
        else:
            return render(request, "people/still_you_thanks.html", context | {"told": told})
    return render(request, "people/still_you.html", context | {"leaving": form}, status=422)
