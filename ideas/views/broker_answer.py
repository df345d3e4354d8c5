"""The broker's answer, signed in or by the mailed link. GET shows, POST acts; by link the idea is not shown."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ideas.models import BrokerRequest
from ideas.models.life import BROKER
from ideas.permissions import can_answer_as_broker
from ideas.views.common import me
from ideas.with_brokers import broker_cases, broker_links, broker_telling, brokering, talks
from ideas.with_brokers.forms import CannotForm
from partnership.common.limits import by_link, limited, limited_link
from partnership.people import roles
from partnership.people.models import User


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """«Mine saker»: what the broker is asked, and what the broker has."""
    if not roles.is_broker(request.user):
        raise PermissionDenied
    return render(request, "ideas/broker_cases.html", {"desk": broker_cases.of(me(request))})


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """What is asked, with the idea; POST says «kan ikke»."""
    asked = get_object_or_404(BrokerRequest.objects.of_user(request.user).for_page(), pk=pk)
    if not can_answer_as_broker(request.user, asked):
        raise PermissionDenied
    form = CannotForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and _said_no(asked, form, me(request)):
        messages.success(request, _("Thank you. The contact is told, and finds another way."))
        return redirect("ideas:broker_cases")
    idea = broker_cases.idea_of(me(request), asked)
    take_url = reverse("ideas:broker_taking", args=[asked.pk])
    offers = talks.offers_to(me(request), idea) if idea else []
    return _page(request, "ideas/broker_answer.html", asked, form, take_url, visible_idea=idea, offers=offers)


@require_POST
def taking(request: HttpRequest, pk: int) -> HttpResponse:
    asked = get_object_or_404(BrokerRequest.objects.of_user(request.user).for_page(), pk=pk)
    if not can_answer_as_broker(request.user, asked):
        raise PermissionDenied
    try:
        brokering.take(request=asked, by=me(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("ideas:broker_answer", pk=asked.pk)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited_link(BROKER)
@limited("broker-request", 30, by_link)
def by_link_answer(request: HttpRequest, token: str) -> HttpResponse:
    asked, person = broker_links.behind(token)
    if asked is None or person is None:
        return _closed(request, asked)
    form = CannotForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and _said_no(asked, form, person):
        return redirect(request.path)
    take_url = reverse("idea_links:broker_taking", args=[token])
    return _page(request, "ideas/broker_link.html", asked, form, take_url, person=person)


@login_not_required
@never_cache
@require_POST
@limited_link(BROKER)
@limited("broker-request", 30, by_link)
def by_link_taking(request: HttpRequest, token: str) -> HttpResponse:
    asked, person = broker_links.behind(token)
    if asked is None or person is None:
        return _closed(request, asked)
    try:
        brokering.take(request=asked, by=person)
    except ValidationError:
        return _closed(request, asked)
    return redirect("idea_links:broker", token=token)


def _closed(request: HttpRequest, asked: BrokerRequest | None) -> HttpResponse:
    return render(request, "ideas/broker_link_closed.html", {"asked": asked}, status=410 if asked else 404)


def _said_no(asked: BrokerRequest, form: CannotForm, by: User) -> bool:
    if not form.is_valid():
        return False
    try:
        brokering.cannot(request=asked, by=by, **form.cleaned_data)
    except ValidationError as error:
        form.refuse(error)
        return False
    return True


def _page(
    request: HttpRequest, template: str, asked: BrokerRequest, form: CannotForm, take_url: str, **more: Any
) -> HttpResponse:
    context = {
        "asked": asked,
        "form": form,
        "take_url": take_url,
        "contact": broker_telling.contact_for(asked),
        **more,
    }
    return render(request, template, context, status=422 if form.errors else 200)
