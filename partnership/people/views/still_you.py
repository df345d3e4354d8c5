"""The link in «still you?»: GET shows, POST answers; no sign-in.

Whoever has got the mail may say yes, or say what an officer should look at. To give the role to somebody is for the
holder alone, signed in; for an adviser's role with a second step besides.
"""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from partnership.common import norwegian
from partnership.common.limits import limited_link
from partnership.people import proposals, signin, terms, yearly
from partnership.people.forms import LeavingForm, NamedPersonForm
from partnership.people.models import RoleTerm, SeatKind


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited_link(yearly.PURPOSE)
def still_you(request: HttpRequest, token: str) -> HttpResponse:
    term = yearly.term_of(token)
    if term is None or not yearly.is_open(term):
        return _closed(request, term)
    choice, decides = request.POST.get("valg", ""), _decides(request, term)
    context = {
        "term": term,
        # Whoever decides goes on to the hand-over's own page, which knows the fields by these names.
        "successor": NamedPersonForm(prefix=None if decides else "ny"),
        "leaving": LeavingForm(prefix=None if decides else "slutt"),
        "decides": decides,
        "today": norwegian.today(),
    }
    if decides and choice in {"ny", "slutt"}:
        return redirect("overview:handover", term.seat_id)
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
    """Whether this session may hand the role over."""
    if request.user != term.person:
        return False
    return term.seat.kind != SeatKind.OFFICER or signin.second_step_done(request)


def _successor(request: HttpRequest, term: RoleTerm, context: dict[str, object]) -> HttpResponse:
    form = NamedPersonForm(request.POST, prefix="ny")
    if not form.is_valid():
        return render(request, "people/still_you.html", context | {"successor": form}, status=422)
    proposal = proposals.propose(term=term, on=norwegian.today(), **form.cleaned_data)
    return render(request, "people/still_you_thanks.html", context | {"proposal": proposal})


def _leaving(request: HttpRequest, term: RoleTerm, context: dict[str, object]) -> HttpResponse:
    form = LeavingForm(request.POST, prefix="slutt")
    if not form.is_valid():
        return render(request, "people/still_you.html", context | {"leaving": form}, status=422)
    proposal = proposals.propose(term=term, on=form.cleaned_data["on"])
    return render(request, "people/still_you_thanks.html", context | {"proposal": proposal})
