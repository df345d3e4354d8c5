"""*Overlevering*: who takes a role over, and from when. Its effects reach every app, so the page lives here."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partnership.common import norwegian
from partnership.partners.permissions import can_hand_over, wants_second_step
from partnership.people import signin, terms
from partnership.people.forms import HandoverForm
from partnership.people.models import RoleTerm, Seat, User


@require_http_methods(["GET", "POST"])
def handover(request: HttpRequest, seat_pk: int) -> HttpResponse:
    seat = get_object_or_404(Seat.objects.open().with_current_terms(), pk=seat_pk)
    if not can_hand_over(request.user, seat):
        raise PermissionDenied
    assert isinstance(request.user, User)
    if wants_second_step(request.user, seat) and not signin.second_step_done(request):
        return signin.ask_for_second_step(request, request.path)
    form = HandoverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            told = _hand_over(seat, form, request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            for sentence in told:
                messages.success(request, sentence)
            return redirect("home")
    context = {
        "seat": seat,
        "form": form,
        "planned": RoleTerm.objects.filter(seat=seat).holders().planned(norwegian.today()).first(),
    }
    return render(request, "overview/handover.html", context, status=422 if form.errors else 200)


def _hand_over(seat: Seat, form: HandoverForm, by: User) -> list[str]:
    data = form.cleaned_data
    successor = None
    if not data["nobody"]:
        successor = terms.invite_person(name=data["name"], email=data["email"], phone=data["phone"], by=by)
    return terms.hand_over(seat=seat, to=successor, on=data["on"], by=by) or [_("Nothing was changed.")]
