"""Two municipalities with the same need: proposed, answered, introduced."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ideas.models import Idea, SameNeed
from ideas.permissions import can_answer_same_need, can_propose_same_need
from ideas.together import same_need
from ideas.together.forms import IntroductionForm
from ideas.views.common import me, visible
from municipalities import places


@require_POST
def propose(request: HttpRequest, pk: int, other_pk: int) -> HttpResponse:
    """Both ideas must be seen by who proposes it."""
    idea = visible(request, pk)
    if not can_propose_same_need(request.user, idea):
        raise PermissionDenied
    other = get_object_or_404(Idea.objects.visible_to(request.user).with_holder(), pk=other_pk)
    try:
        same_need.propose(idea=idea, other=other, by=me(request))
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, _("Asked. You are introduced when both have said yes."))
    return redirect(idea)


def _seen(request: HttpRequest, pk: int) -> SameNeed:
    """Of the own municipalities; else 404."""
    own = places.of_contact(me(request))
    return get_object_or_404(SameNeed.objects.of_places(own).with_ideas(), pk=pk)


@require_safe
def need(request: HttpRequest, pk: int) -> HttpResponse:
    found = _seen(request, pk)
    if not can_answer_same_need(request.user, found):
        raise PermissionDenied
    return _page(request, found, IntroductionForm(initial={"text": same_need.first_words(found)}))


def _page(request: HttpRequest, found: SameNeed, form: IntroductionForm) -> HttpResponse:
    own = same_need.own_side(me(request), found)
    both = same_need.both_yes(found)
    context = {
        "need": found,
        "own": own,
        "both": both,
        "others": [side for side in same_need.sides(found) if side != own] if both else [],
        "is_open": found.declined_at is None and found.introduced_at is None,
        "ideas_open": found.first.is_open and found.second.is_open,
        "form": form,
    }
    return render(request, "ideas/same_need.html", context, status=422 if form.errors else 200)


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    found = _seen(request, pk)
    if not can_answer_same_need(request.user, found):
        raise PermissionDenied
    try:
        if request.POST.get("valg") == "ja":
            same_need.say_yes(need=found, by=me(request))
        else:
            same_need.decline(need=found, by=me(request))
            messages.success(request, _("Thank you. Nobody is told that it was you."))
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect("ideas:same_need", pk)


@require_POST
def introduction(request: HttpRequest, pk: int) -> HttpResponse:
    found = _seen(request, pk)
    if not can_answer_same_need(request.user, found):
        raise PermissionDenied
    form = IntroductionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    try:
        same_need.introduce(need=found, text=form.cleaned_data["text"], by=me(request))
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, _("The mail is on its way to both."))
    return redirect("ideas:same_need", pk)
