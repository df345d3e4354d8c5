"""*Overlevering*: who takes a role over, and from when. Its effects reach every app, so the pages live here."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from meetings.handover import moving
from overview.handover_preview import preview
from partnership.common import norwegian
from partnership.partners.permissions import can_call_off, can_hand_over, can_see_takeover, wants_second_step
from partnership.people import signin, standing, terms
from partnership.people.forms import HandoverForm
from partnership.people.models import RoleTerm, Seat, User
from partnership.people.views.account import me


@require_http_methods(["GET", "POST"])
def handover(request: HttpRequest, seat_pk: int) -> HttpResponse:
    """Written, then seen and confirmed (``valg``), since those concerned get mail at once."""
    seat = get_object_or_404(Seat.objects.open().with_current_terms(), pk=seat_pk)
    if not can_hand_over(request.user, seat):
        raise PermissionDenied
    assert isinstance(request.user, User)
    if wants_second_step(request.user, seat) and not signin.second_step_done(request):
        return signin.ask_for_second_step(request, request.path)
    holder = next((term.person for term in seat.current_terms if not term.is_deputy), None)
    form = HandoverForm(request.POST or None, holder=holder)
    if request.method == "POST" and form.is_valid() and request.POST.get("valg") != "rett":
        if request.POST.get("valg") != "bekreft":
            return _confirm(request, seat, form)
        if (told := _hand_over(seat, form, request.user)) is not None:
            for sentence in told:
                messages.success(request, sentence)
            return redirect("home")
    plan = standing.plan_of(standing.on_seats([seat.pk]).get(seat.pk, []))
    context = {"seat": seat, "form": form, "plan": plan}
    return render(request, "overview/handover.html", context, status=422 if form.errors else 200)


def _written(form: HandoverForm) -> dict[str, str]:
    """Who takes over; nothing when nobody does."""
    data = form.cleaned_data
    return {} if data.get("nobody") else {name: data[name] for name in ("name", "email", "phone")}


def _confirm(request: HttpRequest, seat: Seat, form: HandoverForm) -> HttpResponse:
    written = _written(form)
    who = {name: written.get(name, "") for name in ("name", "email")}
    shown = preview(seat=seat, on=form.cleaned_data["on"], reader=me(request), **who)
    context = {"seat": seat, "form": form, "preview": shown}
    return render(request, "overview/handover_confirm.html", context)


def _hand_over(seat: Seat, form: HandoverForm, by: User) -> list[str] | None:
    """What happened, in sentences; None when it was refused, which the form then says."""
    written = _written(form)
    try:
        with transaction.atomic():
            successor = terms.invite_person(**written, by=by) if written else None
            told = terms.hand_over(seat=seat, to=successor, on=form.cleaned_data["on"], by=by)
    except ValidationError as error:
        form.add_error(None, error)
        return None
    return told or [_("Nothing was changed.")]


@require_http_methods(["GET", "POST"])
def call_off(request: HttpRequest, seat_pk: int) -> HttpResponse:
    """A planned hand-over is called off."""
    seat = get_object_or_404(Seat.objects.open(), pk=seat_pk)
    if not can_call_off(request.user, seat):
        raise PermissionDenied
    assert isinstance(request.user, User)
    around = standing.on_seats([seat.pk]).get(seat.pk, [])
    plan = standing.plan_of(around)
    is_own = plan is not None and plan.term is not None and plan.term.person == request.user
    if not is_own and wants_second_step(request.user, seat) and not signin.second_step_done(request):
        return signin.ask_for_second_step(request, request.path)
    if request.method == "POST" or plan is None:
        told = terms.call_off(seat=seat, by=request.user) if request.method == "POST" else []
        for sentence in told or [_("No hand-over is planned.")]:
            messages.success(request, sentence)
        return redirect("people:account") if is_own else redirect("overview:role_page", seat.pk)
    holder = next((term for term in around if not term.is_deputy and term.is_current()), None)
    context = {"seat": seat, "plan": plan, "holder": holder, "is_own": is_own}
    return render(request, "overview/call_off.html", context)


@require_safe
def takeover(request: HttpRequest, term_pk: int) -> HttpResponse:
    """For who is to have a role later: what, from when, and who has it now."""
    term = get_object_or_404(RoleTerm.objects.holders().with_seat_and_person(), pk=term_pk)
    if not can_see_takeover(request.user, term):
        raise Http404
    if term.since <= norwegian.today():
        return redirect("people:newcomer")
    current = [one for one in standing.on_seats([term.seat_id])[term.seat_id] if one.is_current()]
    holder = next((one for one in current if not one.is_deputy), None)
    context = {
        "term": term,
        "holder": holder,
        "deputies": [one for one in current if one.is_deputy],
        "moving": moving(holder, me(request)) if holder else None,
        "is_own": term.person == request.user,
    }
    return render(request, "overview/takeover.html", context)
