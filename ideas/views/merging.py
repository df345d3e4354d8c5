"""Merging an idea into another of the same municipality: choose, see what happens, press; and undo."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ideas.life import moving
from ideas.models import Idea
from ideas.permissions import can_merge
from ideas.together import merging
from ideas.views.common import me, visible
from partnership.common.numbers import key

SHOWN = 20


@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    idea = visible(request, pk)
    if not can_merge(request.user, idea):
        raise PermissionDenied
    if request.method == "POST":
        return _merge(request, idea)
    words = request.GET.get("q", "")[:200]
    likest = merging.likest(idea) if idea.is_open and not words else []
    context = {
        "idea": idea,
        "words": words,
        "likest": likest,
        "others": merging.candidates(idea, words, but=likest)[:SHOWN] if idea.is_open else [],
        "undoable": merging.newest_merge(idea),
    }
    return render(request, "ideas/merge.html", context)


def _merge(request: HttpRequest, idea: Idea) -> HttpResponse:
    chosen = key(request.POST.get("inn_i", ""))
    if not chosen:
        messages.error(request, _("Choose the idea it is to go into."))
        return redirect("ideas:merge", idea.pk)
    into = get_object_or_404(Idea.objects.visible_to(request.user), pk=chosen)
    try:
        merging.merge(idea=idea, into=into, by=me(request))
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, _("Merged into idea %(number)s.") % {"number": into.number})
    return redirect("ideas:merge", idea.pk)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    idea = visible(request, pk)
    if not can_merge(request.user, idea):
        raise PermissionDenied
    event = merging.newest_merge(idea)
    try:
        if event is None:
            raise ValidationError(_("It is not merged with another idea."))
        moving.undo(event=event, by=me(request))
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, _("Undone. The idea stands by itself again."))
    return redirect(idea)
