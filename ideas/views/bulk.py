"""Several at once: ticked in the list, named on a page of their own, and then done."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ideas.life import bulk, ready_texts
from ideas.life.bulk_forms import KINDS
from ideas.models import Idea
from ideas.views.common import me
from partnership.common.numbers import key


@require_http_methods(["GET", "HEAD", "POST"])
def several(request: HttpRequest) -> HttpResponse:
    ticked, by = request.POST if request.method == "POST" else request.GET, me(request)
    kind = KINDS.get(ticked.get("gjor", ""))
    ideas = _ticked(request, ticked.getlist("idea"))
    if kind is None or not ideas:
        messages.warning(request, _("Tick the ideas it concerns first, and choose what to do."))
        return redirect(reverse("ideas:list") + "?som=liste")
    ready = ready_texts.find(request.GET.get("grunn", ""))
    initial = {"told": str(ready.text)} if ready else {}
    form = kind(request.POST if request.method == "POST" else None, ideas=ideas, by=by, initial=initial)
    if request.method == "POST" and form.is_valid():
        done = bulk.each(ideas, form.verb())
        _tell(request, str(form.said), done)
        return redirect(reverse("ideas:list") + "?som=liste")
    context = {
        "ideas": ideas, "form": form, "title": form.title, "kind": ticked["gjor"], "ready": ready,
        "texts": [(_begun_from(ticked, one.key), one) for one in form.texts],
    }  # fmt: skip
    return render(request, "ideas/several.html", context, status=422 if form.errors else 200)


def _begun_from(ticked: QueryDict, key: str) -> str:
    """The address of the same page with another ready text."""
    pairs = [("gjor", ticked.get("gjor", "")), ("grunn", key)]
    pairs += [("idea", pk) for pk in ticked.getlist("idea")[: bulk.MOST]]
    return f"?{urlencode(pairs)}"


def _ticked(request: HttpRequest, keys: list[str]) -> list[Idea]:
    """At most ``bulk.MOST`` of those the person may answer; others are as though they did not exist."""
    pks = [key(one) for one in keys if key(one)][: bulk.MOST]
    found = Idea.objects.worked_on_by(me(request)).with_holder().in_bulk(pks)
    return [found[pk] for pk in dict.fromkeys(pks) if pk in found]


def _tell(request: HttpRequest, said: str, done: bulk.Done) -> None:
    if done.done:
        messages.success(request, said % {"numbers": ", ".join(idea.number for idea in done.done)})
    for idea, why in done.refused:
        messages.warning(request, f"{idea.number}: {why}")
