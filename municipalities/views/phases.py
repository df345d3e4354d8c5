"""Phases of a strategy: taken in, dated, noted, done."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from municipalities.models import Phase, Strategy
from municipalities.strategies import phasing, yearly
from municipalities.strategies.forms import PhaseForm
from municipalities.views.of_strategy import asks_to_remove, kept, removal_page
from partnership.common import norwegian
from partnership.common.numbers import key


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """One, all, or those another municipality's strategy has."""
    strategy = kept(request, pk)
    examples = Strategy.objects.visible_to(request.user).examples_for(strategy)
    left = phasing.left(strategy)
    if request.method == "POST":
        if after := request.POST.get("etter"):
            example = get_object_or_404(examples, pk=key(after))
            count = phasing.add_after(strategy=strategy, example=example)
        else:
            kinds = request.POST.getlist("fase")
            wanted = [kind for kind, _label in left] if "alle" in kinds else kinds
            count = phasing.add(strategy=strategy, kinds=wanted)
        text = ngettext("One phase is taken in.", "%(n)s phases are taken in.", count)
        messages.success(request, (text % {"n": norwegian.number_word(count)}).capitalize())
        return redirect(strategy)
    context = {"strategy": strategy, "left": left, "examples": examples[:30]}
    return render(request, "municipalities/strategy_phases.html", context)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def phase(request: HttpRequest, pk: int, phase_pk: int) -> HttpResponse:
    strategy = kept(request, pk)
    rows = strategy.phases.select_for_update() if request.method == "POST" else strategy.phases.all()
    found = get_object_or_404(rows, pk=phase_pk)
    wish = request.POST.get("valg", "")
    if wish in PRESSES:
        return _pressed(request, strategy, found, wish)
    if asks_to_remove(request):
        lead = _("Its dates and note are deleted. You can take the phase in again, with new dates.")
        return removal_page(request, strategy, str(found), lead)
    form = PhaseForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect(strategy)
    context = {
        "strategy": strategy,
        "phase": found,
        "form": form,
        "is_treatment": found.kind == Phase.Kind.TREATMENT,
        "is_kick_off": found.kind == Phase.Kind.KICK_OFF,
        "is_renewal": found.kind == Phase.Kind.RENEWAL,
        "next": yearly.said(found) if yearly.is_followed_up(found) and found.due else "",
    }
    return render(request, "municipalities/strategy_phase.html", context, status=422 if form.errors else 200)


PRESSES = {"gjort": phasing.finish, "angre": phasing.take_up_again, "fjern": phasing.take_out}


def _pressed(request: HttpRequest, strategy: Strategy, found: Phase, wish: str) -> HttpResponse:
    said = {"gjort": _("Done."), "angre": _("Undone."), "fjern": _("The phase is taken out.")}
    try:
        PRESSES[wish](phase=found)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        text = said[wish]
        if wish == "gjort" and found.kind == Phase.Kind.YEARLY:
            found.refresh_from_db()
            text += f" {yearly.said(found)}"
        messages.success(request, text)
    return redirect(strategy)
