"""A person's own page: who I am here, when I am away, what the portal holds about me."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnership.common import contributions, norwegian
from partnership.people import newcomer, roles, signin, terms
from partnership.people.forms import AbsenceForm, NamedPersonForm, PersonForm
from partnership.people.models import RoleTerm, SeatKind, User
from partnership.people.permissions import can_name_deputy


def me(request: HttpRequest) -> User:
    """The signed-in person; the middleware lets nobody else through."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    person = me(request)
    form = PersonForm(request.POST or None, instance=User.objects.get(pk=person.pk))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("people:account")
    context = {
        "form": form,
        "person": person,
        "terms": roles.current_terms(person),
        "absence": roles.absence_of(person),
        "acting": roles.acting_seats(person),
        "has_newcomer": any(newcomer.is_new(term) for term in roles.current_terms(person)),
    }
    return render(request, "people/account.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def absence(request: HttpRequest) -> HttpResponse:
    person = me(request)
    if request.method == "POST" and request.POST.get("valg") == "tilbake":
        terms.be_back(person=person)
        messages.success(request, _("Welcome back. What waits, waits for you again."))
        return redirect("home")
    form = AbsenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        until = form.cleaned_data["until"]
        terms.be_away(person=person, until=until)
        day = norwegian.format_day(until)
        messages.success(request, _("You are away until %(day)s. What waits goes to your deputy.") % {"day": day})
        return redirect("people:absence")
    context = {
        "form": form,
        "absence": roles.absence_of(person),
        "deputies": User.objects.deputies_on_seats_of(person),
        "holds_role": any(not term.is_deputy for term in roles.current_terms(person)),
    }
    return render(request, "people/absence.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def deputy(request: HttpRequest, term_pk: int) -> HttpResponse:
    person = me(request)
    term = get_object_or_404(RoleTerm.objects.current().of(person).select_related("seat"), pk=term_pk)
    if not can_name_deputy(person, term):
        raise PermissionDenied
    if term.seat.kind == SeatKind.OFFICER and not signin.second_step_done(request):
        return signin.ask_for_second_step(request, request.path)
    form = NamedPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            named = terms.invite_person(name=data["name"], email=data["email"], phone=data["phone"], by=person)
            terms.name_deputy(seat=term.seat, person=named, by=person)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            newcomer.mark(term=term, step="deputy", is_done=True)
            messages.success(request, _("%(name)s is your deputy now, and has got a mail.") % {"name": named.name})
            return redirect("people:account")
    return render(request, "people/deputy.html", {"form": form, "term": term}, status=422 if form.errors else 200)


@require_POST
def end_deputy(request: HttpRequest, term_pk: int) -> HttpResponse:
    """The holder lets a deputy go, or a deputy steps down, from today."""
    person = me(request)
    term = get_object_or_404(RoleTerm.objects.current().deputies().select_related("seat", "person"), pk=term_pk)
    holds = any(own.seat_id == term.seat_id and not own.is_deputy for own in roles.current_terms(person))
    if term.person_id != person.pk and not holds:
        raise PermissionDenied
    try:
        terms.end(term=term, until=norwegian.today(), by=person)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("%(name)s is no longer deputy.") % {"name": term.person.name})
    return redirect("people:account")


@require_http_methods(["GET", "POST"])
def first_steps(request: HttpRequest) -> HttpResponse:
    """*Ny i rollen*."""
    person = me(request)
    own = [term for term in roles.current_terms(person) if not term.is_deputy]
    if request.method == "POST":
        term = next((term for term in own if str(term.pk) == request.POST.get("term")), None)
        if term is None or request.POST.get("steg") not in newcomer.STEPS:
            raise PermissionDenied
        newcomer.mark(term=term, step=request.POST["steg"], is_done=request.POST.get("gjort") == "1")
        return redirect("people:newcomer")
    lists = [(term, newcomer.steps(term)) for term in own]
    return render(request, "people/newcomer.html", {"lists": lists})


@never_cache
@require_safe
def data_export(request: HttpRequest) -> HttpResponse:
    response = JsonResponse(
        contributions.person_data(me(request)), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response["Content-Disposition"] = 'attachment; filename="mine-opplysninger.json"'
    return response
