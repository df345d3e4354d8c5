"""Deputies: named and let go by the holder; and what a deputy sees of being one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partnership.common import norwegian
from partnership.people import newcomer, signin, standing, terms
from partnership.people.forms import NamedPersonForm
from partnership.people.models import RoleTerm, SeatKind
from partnership.people.permissions import can_end_deputy, can_name_deputy
from partnership.people.views.account import me


@require_http_methods(["GET", "POST"])
def deputy(request: HttpRequest, term_pk: int) -> HttpResponse:
    """``term_pk`` is the holder's."""
    person = me(request)
    term = get_object_or_404(RoleTerm.objects.current().of(person).select_related("seat"), pk=term_pk)
    if not can_name_deputy(person, term):
        raise PermissionDenied
    if term.seat.kind == SeatKind.OFFICER and not signin.second_step_done(request):
        return signin.ask_for_second_step(request, request.path)
    form = NamedPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():  # whoever is refused is nobody here either
                named = terms.invite_person(**form.cleaned_data, by=person)
                terms.name_deputy(seat=term.seat, person=named, by=person)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            newcomer.mark(term=term, step="deputy", is_done=True)
            messages.success(request, _("%(name)s is your deputy now, and has got a mail.") % {"name": named.name})
            return redirect("people:account")
    context = {"form": form, "term": term, "deputies": RoleTerm.objects.current().deputies().on_seats([term.seat_id])}
    return render(request, "people/deputy.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def end_deputy(request: HttpRequest, term_pk: int) -> HttpResponse:
    """The holder lets a deputy go, or a deputy steps down, from today. ``term_pk`` is the deputy's."""
    person = me(request)
    found = RoleTerm.objects.current().deputies().with_seat_and_person()
    term = get_object_or_404(found, pk=term_pk)
    if not can_end_deputy(person, term):
        raise PermissionDenied
    if term.seat.kind == SeatKind.OFFICER and term.person != person and not signin.second_step_done(request):
        return signin.ask_for_second_step(request, request.path)
    if request.method == "GET":
        return render(request, "people/end_deputy.html", {"term": term, "is_own": term.person == person})
    try:
        terms.end(term=term, until=norwegian.today(), by=person)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        text = _("You are no longer deputy.") if term.person == person else _("%(name)s is no longer deputy.")
        messages.success(request, text % {"name": term.person.name})
    return redirect("people:account")


@require_safe
def standing_in(request: HttpRequest) -> HttpResponse:
    """What it means to be deputy, for whom one is, and how to reach them."""
    return render(request, "people/standing_in.html", {"standing": standing.of(me(request))})
