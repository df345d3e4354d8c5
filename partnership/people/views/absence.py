"""«Jeg er borte fra … til …»: said, changed, cancelled, and being back again."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from partnership.common import norwegian
from partnership.people import standing, terms
from partnership.people.forms import AbsenceForm
from partnership.people.models import Absence, User
from partnership.people.views.account import me


@require_http_methods(["GET", "POST"])
def absence(request: HttpRequest) -> HttpResponse:
    """What has been said, and a form for more."""
    return _page(request, me(request), None)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    person = me(request)
    return _page(request, person, get_object_or_404(Absence.objects.of(person).not_over(), pk=pk))


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """One that has not begun."""
    chosen = get_object_or_404(Absence.objects.of(me(request)).not_over(), pk=pk)
    terms.stay(absence=chosen)
    messages.success(request, _("You are not away then after all."))
    return redirect("people:absence")


@require_POST
def back(request: HttpRequest) -> HttpResponse:
    terms.be_back(person=me(request))
    messages.success(request, _("Welcome back. What waits, waits for you again."))
    return redirect("home")


def _page(request: HttpRequest, person: User, chosen: Absence | None) -> HttpResponse:
    initial = {"since": chosen.since, "until": chosen.until} if chosen else None
    form = AbsenceForm(request.POST or None, initial=initial, has_begun=chosen is not None and chosen.has_begun)
    if request.method == "POST" and form.is_valid():
        days = form.cleaned_data
        try:
            said = terms.be_away(person=person, since=days.get("since"), until=days["until"], instead_of=chosen)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _said(said, person))
            return redirect("people:absence")
    context = {"form": form, "chosen": chosen, "standing": standing.of(person)}
    return render(request, "people/absence.html", context, status=422 if form.errors else 200)


def _said(absence: Absence, person: User) -> str:
    """Never that somebody takes over when nobody does."""
    days = {"since": norwegian.format_day(absence.since), "until": norwegian.format_day(absence.until)}
    text = _("You are away until %(until)s.") if absence.has_begun else _("You are away from %(since)s to %(until)s.")
    own = standing.of(person)
    if own.held and len(own.without_deputy) == len(own.held):
        return f"{text} {_('Nobody is your deputy: what waits for you will wait until you are back.')}" % days
    return text % days
