"""Sending an idea on to another municipality: asked, answered, taken back; and the sender's yes by link."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ideas.models import PassingOn
from ideas.models.idea import SENDER
from ideas.permissions import can_answer_passing, can_pass_on, can_see_passing
from ideas.together import passing_on
from ideas.together.forms import DeclineForm, PassingForm
from ideas.views.common import me, visible
from ideas.views.consent import sender_by_token
from municipalities import places
from partnership.common.limits import by_link, limited, limited_link


def _seen(request: HttpRequest, pk: int) -> PassingOn:
    """Of the own municipalities, asked or asking; else 404."""
    own = places.of_contact(me(request))
    return get_object_or_404(PassingOn.objects.of_places(own).with_places(), pk=pk)


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    idea = visible(request, pk)
    if not can_pass_on(request.user, idea):
        raise PermissionDenied
    form = PassingForm(request.POST or None, idea=idea)
    if request.method == "POST" and form.is_valid():
        try:
            passing = passing_on.ask(idea=idea, by=me(request), **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
        else:
            messages.success(request, _("%(place)s has been asked.") % {"place": passing.to.name})
            return redirect("ideas:passing", passing.pk)
    context = {"idea": idea, "form": form, "open": PassingOn.objects.of_idea(idea)}
    return render(request, "ideas/passing_form.html", context, status=422 if form.errors else 200)


@require_safe
def passing(request: HttpRequest, pk: int) -> HttpResponse:
    found = _seen(request, pk)
    if not can_see_passing(request.user, found):
        raise PermissionDenied
    return _page(request, found, DeclineForm())


def _page(request: HttpRequest, found: PassingOn, form: DeclineForm) -> HttpResponse:
    answers = can_answer_passing(request.user, found)
    context = {
        "passing": found,
        "idea": found.idea,
        "form": form,
        "is_open": found.answered_at is None and found.idea.is_open,
        "may_answer": answers,
        "sees_idea": not answers or (found.sender_agreed_at is not None and found.answered_at is None),
        "new_idea": found.idea.went_to.filter(municipality=found.to).first() if found.was_accepted else None,
    }
    return render(request, "ideas/passing.html", context, status=422 if form.errors else 200)


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    found = _seen(request, pk)
    if not can_answer_passing(request.user, found):
        raise PermissionDenied
    form = DeclineForm()
    try:
        if request.POST.get("valg") == "ja":
            new = passing_on.accept(passing=found, by=me(request))
            messages.success(request, _("The idea is yours, as number %(number)s.") % {"number": new.number})
            return redirect(new)
        form = DeclineForm(request.POST)
        if not form.is_valid():
            return _page(request, found, form)
        passing_on.decline(passing=found, by=me(request), text=form.cleaned_data["text"])
        messages.success(request, _("Thank you. Whoever asked is told."))
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect("ideas:passing", pk)


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    found = _seen(request, pk)
    if not can_pass_on(request.user, found.idea):
        raise PermissionDenied
    passing_on.take_back(passing=found, by=me(request))
    messages.success(request, _("%(place)s is no longer asked.") % {"place": found.to.name})
    return redirect(found.idea)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited_link(SENDER)
@limited("sender-consent", 30, by_link)
def consent(request: HttpRequest, token: str) -> HttpResponse:
    """The sender's yes or no to another municipality seeing the idea."""
    sender = sender_by_token(token)
    found = PassingOn.objects.newest_of_idea(sender.idea) if sender else None
    if sender is None or found is None:
        return render(request, "ideas/consent_closed.html", {}, status=404)
    pressed = request.POST.get("valg", "") if request.method == "POST" else ""
    if pressed == "ja":
        passing_on.sender_agrees(passing=found)
    elif pressed == "nei":
        passing_on.sender_declines(passing=found)
    found.idea.refresh_from_db()
    waits = found.answered_at is None and found.idea.is_open and found.sender_agreed_at is None
    context = {"idea": sender.idea, "passing": found, "pressed": pressed, "waits": waits, "sender": sender}
    return render(request, "ideas/passing_consent.html", context)
