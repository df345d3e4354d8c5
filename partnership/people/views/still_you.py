"""The link in «still you?»: GET shows, POST answers; no sign-in.

Whoever has got the mail may say yes, or say what an officer should look at. To give the role to somebody is for the
holder alone, signed in; for an adviser's role with a second step besides.
"""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from partnership.common import norwegian
from partnership.people import proposals, signin, terms, yearly
from partnership.people.forms import LeavingForm, NamedPersonForm
from partnership.people.models import RoleTerm, SeatKind


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def still_you(request: HttpRequest, token: str) -> HttpResponse:
    term = yearly.term_of(token)
    if term is None or not yearly.is_open(term):
        return _closed(request, term)
    choice = request.POST.get("valg", "")
    context = {
        "term": term,
        "successor": NamedPersonForm(prefix="ny"),
        "leaving": LeavingForm(prefix="slutt"),
        "decides": _decides(request, term),
    }
    if choice == "ja":
        terms.confirm(term=term)
        return render(request, "people/still_you_thanks.html", context | {"is_confirmed": True})
    if choice == "ny":
        return _successor(request, term, context)
    if choice == "slutt":
        return _leaving(request, term, context)
    return render(request, "people/still_you.html", context)


def _closed(request: HttpRequest, term: RoleTerm | None) -> HttpResponse:
    is_answered = term is not None and term.is_current() and yearly.is_answered(term)
    context = {"term": term, "is_answered": is_answered, "is_late": term is not None and term.is_current()}
    return render(request, "people/still_you_closed.html", context, status=410 if term else 404)


def _decides(request: HttpRequest, term: RoleTerm) -> bool:
    """Whether this session may hand the role over at once."""
    if request.user != term.person:
        return False
    return term.seat.kind != SeatKind.OFFICER or signin.second_step_done(request)


def _successor(request: HttpRequest, term: RoleTerm, context: dict[str, object]) -> HttpResponse:
    form = NamedPersonForm(request.POST, prefix="ny")
    if not form.is_valid():
        return render(request, "people/still_you.html", context | {"successor": form}, status=422)
    named, today = form.cleaned_data, norwegian.today()
    if not context["decides"]:
        proposal = proposals.propose(term=term, on=today, **named)
        return render(request, "people/still_you_thanks.html", context | {"proposal": proposal})
    try:
        person = terms.invite_person(**named, by=term.person)
        told = terms.hand_over(seat=term.seat, to=person, on=today, by=term.person)
    except ValidationError as error:
        form.add_error(None, error)
        return render(request, "people/still_you.html", context | {"successor": form}, status=422)
    return render(request, "people/still_you_thanks.html", context | {"told": told})


def _leaving(request: HttpRequest, term: RoleTerm, context: dict[str, object]) -> HttpResponse:
    form = LeavingForm(request.POST, prefix="slutt")
    if not form.is_valid():
        return render(request, "people/still_you.html", context | {"leaving": form}, status=422)
    on = form.cleaned_data["on"]
    if not context["decides"]:
        proposal = proposals.propose(term=term, on=on)
        return render(request, "people/still_you_thanks.html", context | {"proposal": proposal})
    try:
        told = terms.hand_over(seat=term.seat, to=None, on=on, by=term.person)
    except ValidationError as error:
        form.add_error("on", error)
        return render(request, "people/still_you.html", context | {"leaving": form}, status=422)
    return render(request, "people/still_you_thanks.html", context | {"told": told})
