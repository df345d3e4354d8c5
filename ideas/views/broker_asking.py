"""The contact's side of a question to a broker: whom to ask, and taking the question back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ideas.models import BrokerRequest, Idea
from ideas.permissions import can_ask_broker, can_end_brokers_part
from ideas.views.common import me, visible
from ideas.with_brokers import broker_telling, brokering, suggesting
from ideas.with_brokers.forms import AskForm
from municipalities.permissions import is_contact_of
from partnership.common import norwegian


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    idea = visible(request, pk)
    if not can_ask_broker(request.user, idea):
        raise PermissionDenied
    suggestions = [one for one in suggesting.brokers_for(idea) if not one.has_case]
    form = AskForm(request.POST if request.method == "POST" else None, suggestions=suggestions)
    if request.method == "POST" and form.is_valid() and (asked := _asked(request, idea, form)):
        told = {"name": form.suggestion.name, "day": norwegian.format_day(asked.answer_by)}
        messages.success(request, _("%(name)s is asked, and answers by %(day)s.") % told)
        return redirect(idea)
    context = {
        "idea": idea,
        "form": form,
        "open_request": idea.broker_requests.standing().for_page().first(),
        "may_be_asked": brokering.may_be_asked_about(idea),
    }
    return render(request, "ideas/broker_ask.html", context, status=422 if form.errors else 200)


@require_POST
def taking_back(request: HttpRequest, pk: int, request_pk: int) -> HttpResponse:
    idea = visible(request, pk)
    if not can_ask_broker(request.user, idea):
        raise PermissionDenied
    asked = get_object_or_404(BrokerRequest.objects.of_idea(idea), pk=request_pk)
    brokering.take_back(request=asked, by=me(request))
    messages.success(request, _("Taken back. The broker sees the idea no longer, and it lies with you."))
    return redirect(idea)


@require_http_methods(["GET", "HEAD", "POST"])
def ending(request: HttpRequest, pk: int, request_pk: int) -> HttpResponse:
    """By the contact, and by the broker who gives the case back; each is told what the other reads."""
    idea = visible(request, pk)
    asked = get_object_or_404(BrokerRequest.objects.of_idea(idea).for_page(), pk=request_pk)
    if not can_end_brokers_part(request.user, asked):
        raise PermissionDenied
    for_broker = not is_contact_of(request.user, idea.municipality_id)
    if request.method == "POST":
        brokering.end_part(request=asked, by=me(request), for_broker=for_broker)
        said = _("Thank you. The contact is told.") if for_broker else _("Ended. The broker is told, with thanks.")
        messages.success(request, said)
        return redirect("ideas:broker_cases" if for_broker else idea.get_absolute_url())
    context = {"idea": idea, "asked": asked, "for_broker": for_broker, "name": broker_telling.name_of(asked)}
    return render(request, "ideas/broker_ending.html", context)


def _asked(request: HttpRequest, idea: Idea, form: AskForm) -> BrokerRequest | None:
    """None when it was refused, which the form then says."""
    data = form.cleaned_data
    try:
        return brokering.ask(
            idea=idea,
            broker=form.suggestion.broker,
            by=me(request),
            note=data["note"],
            ask_next=data["ask_next"],
        )
    except ValidationError as error:
        form.refuse(error)
        return None
