"""What a strategy's keeper does across the apps: ties things to goals, and drafts the kick-off."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from municipalities.models import Goal, Phase
from municipalities.views.of_strategy import kept, me
from overview.strategies import kick_off as meetings
from overview.strategies import ties
from partnership.common.numbers import key
from partnership.partners.models import Partner


@require_http_methods(["GET", "POST"])
def goal_ties(request: HttpRequest, pk: int, goal_pk: int) -> HttpResponse:
    strategy, user = kept(request, pk), me(request)
    goal = get_object_or_404(Goal.objects.select_related("strategy__municipality"), pk=goal_pk, strategy=strategy)
    words = (request.POST.get("q") or request.GET.get("q", "")).replace("\x00", "")[:200].strip()
    if request.method == "POST":
        _pressed(request, goal)
        query = f"?{urlencode({'q': words})}" if words else ""
        return redirect(reverse("overview:goal_ties", args=[pk, goal_pk]) + query)
    context = {
        "strategy": strategy,
        "goal": goal,
        "served": ties.of_goals([goal], user).get(goal.pk, []),
        "choices": ties.choices(goal, user, words),
        "words": words,
    }
    return render(request, "overview/goal_ties.html", context)


def _pressed(request: HttpRequest, goal: Goal) -> None:
    """``knytt`` is «idea-7», ``fjern`` the key of a tie."""
    kind, _dash, number = request.POST.get("knytt", "").partition("-")
    if gone := key(request.POST.get("fjern", "")):
        if ties.untie(goal=goal, pk=gone, by=me(request)):
            messages.success(request, _("Taken away."))
    elif kind in ties.KINDS and key(number):
        try:
            if ties.tie(goal=goal, kind=kind, pk=key(number), by=me(request)) is None:
                raise Http404
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, _("It now serves the goal."))


@require_http_methods(["GET", "POST"])
def kick_off(request: HttpRequest, pk: int) -> HttpResponse:
    """GET says what the press makes."""
    strategy = kept(request, pk)
    phase = get_object_or_404(strategy.phases.all(), kind=Phase.Kind.KICK_OFF)
    partners = list(Partner.objects.all())
    if request.method == "POST":
        partner = next((one for one in partners if one.slug == request.POST.get("partner")), None)
        meeting = meetings.draft(phase=phase, by=me(request), partner=partner)
        text = _("The meeting is a draft, and nobody has been told. Write down leaders and unions under Audience.")
        messages.success(request, text)
        return redirect("meetings:edit", meeting.pk)
    context = {
        "strategy": strategy,
        "phase": phase,
        "meeting": meetings.of(phase),
        "day": meetings.day_of(phase),
        "partners": partners,
        "readers": strategy.readers.filter(ended_at=None).count(),
        "goals": strategy.goals.count(),
    }
    return render(request, "overview/kick_off.html", context)
