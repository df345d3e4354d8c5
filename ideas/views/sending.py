"""Sending an idea: choose the municipality, write, look over, send. Nothing is kept before it is sent."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ideas.intake import receiving, sending, similar
from ideas.intake.sending_forms import CheckForm, IdeaForm
from ideas.models import Idea, Intake
from ideas.whose import dates, holders, holding
from municipalities.models import Municipality
from partnership.common.limits import is_too_often, limited, limited_link

WORDS = ("problem", "affected", "workplace", "proposal")
# Of one address an hour: a whole municipality may sit behind it, and each idea is two forms.
FORMS = 400
TO_ONE_ADDRESS = 10


@login_not_required
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "")
    return render(request, "sending/choose.html", {"doors": sending.doors(words), "words": words})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("send-idea", FORMS)
def write(request: HttpRequest, slug: str) -> HttpResponse:
    place = get_object_or_404(Municipality, slug=slug)
    intake = Intake.objects.of(place)
    if not intake.is_open:
        return _closed(request, intake)
    has_contact = holding.contact_seat(place) is not None
    if request.method != "POST":
        return _first(request, intake, IdeaForm(has_contact=has_contact))
    step, form = request.POST.get("steg", ""), IdeaForm(request.POST, has_contact=has_contact)
    if not form.is_valid() or step == "endre":
        return _first(request, intake, form)
    if step != "send":
        return _second(request, intake, form, CheckForm(initial=_carried(request, form)))
    check = CheckForm(request.POST)
    return _send(request, intake, form, check) if check.is_valid() else _second(request, intake, form, check)


def _send(request: HttpRequest, intake: Intake, form: IdeaForm, check: CheckForm) -> HttpResponse:
    said, place = form.cleaned_data, intake.municipality
    if said["website"]:  # a robot is thanked and forgotten
        return render(request, "sending/sent.html", {"place": place})
    if is_too_often("idea-to", said["email"].lower(), TO_ONE_ADDRESS):
        form.add_error("email", _("Many ideas have come from this address the last hour. Try again in an hour."))
        return _first(request, intake, form)
    sender = receiving.From(
        email=said["email"],
        name=check.cleaned_data["name"],
        talked_with_leader=check.cleaned_data["talked_with_leader"],
        wanted_visibility=said["visibility"],
        language=get_language() or "nb",
    )
    words = sending.words_of(said | check.cleaned_data)
    try:
        idea = sending.send(municipality=place, words=words, sender=sender)
    except ValidationError:
        return _closed(request, Intake.objects.of(place))
    return redirect("sending:sent", sending.token(idea))


def _first(request: HttpRequest, intake: Intake, form: IdeaForm) -> HttpResponse:
    context = _place(intake) | {"form": form, "carried": CheckForm(request.POST) if "title" in request.POST else None}
    return render(request, "sending/write.html", context, status=422 if form.errors else 200)


def _second(request: HttpRequest, intake: Intake, form: IdeaForm, check: CheckForm) -> HttpResponse:
    found = similar.similar_to(form.cleaned_data["problem"], request.user)
    context = _place(intake) | {
        "form": form,
        "check": check,
        "similar": found,
        "may_support": any(one.is_open for one in found),
    }
    return render(request, "sending/check.html", context, status=422 if check.errors else 200)


def _carried(request: HttpRequest, form: IdeaForm) -> dict[str, str]:
    """What was written in the second step before somebody went back to the first."""
    kept = {name: request.POST[name] for name in CheckForm.base_fields if name in request.POST}
    return {"title": receiving.title_from(form.cleaned_data["problem"])} | kept


def _place(intake: Intake) -> dict[str, Any]:
    seat = holding.contact_seat(intake.municipality)
    return {
        "place": intake.municipality,
        "intake": intake,
        "seat": seat,
        "holder": holders.of_seat(seat, intake.municipality),
        "answer_by": dates.answer_by(intake.answer_days),
    }


def _closed(request: HttpRequest, intake: Intake) -> HttpResponse:
    """With what was written, when it was closed meanwhile."""
    written = [request.POST[name] for name in WORDS if request.POST.get(name)]
    context = _place(intake) | {"written": written}
    return render(request, "sending/closed.html", context, status=409 if request.method == "POST" else 200)


@login_not_required
@require_POST
@limited("similar-ideas", 1200)
def likeness(request: HttpRequest) -> HttpResponse:
    """A piece of page beside what is being written; by POST, so that no log gets the words."""
    found: list[Idea] = similar.similar_to(request.POST.get("problem", ""), request.user)
    return render(
        request, "sending/_similar.html", {"similar": found, "may_support": any(one.is_open for one in found)}
    )


@login_not_required
@never_cache
@require_safe
@limited_link(sending.PURPOSE)
def sent(request: HttpRequest, token: str) -> HttpResponse:
    found = sending.sent(token)
    if found is None:
        return render(request, "sending/link_closed.html", {"was_ours": False, "is_sent": True}, status=404)
    sender, is_new = found
    context = {"sender": sender, "idea": sender.idea, "place": sender.idea.municipality, "is_new": is_new}
    return render(request, "sending/sent.html", context | {"holder": holders.of(sender.idea)})
