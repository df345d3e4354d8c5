"""Answering from a mail: GET shows, POST acts as the one the link was sent to. The idea itself is not shown."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ideas.life import doing, ready_texts
from ideas.life.forms import HandOnForm, MoreTimeForm, SeenForm
from ideas.mailing import acting_links
from ideas.mailing.acting_links import PURPOSE, Acting
from ideas.views.common import act
from ideas.views.steps import ASKED, not_now_form, posted
from ideas.whose import whom
from partnership.common.limits import by_link, limited, limited_link


def _closed(request: HttpRequest, acting: Acting | None) -> HttpResponse:
    """Guessed; or it has gone on: to whom, and where one signs in to see it."""
    if acting is None:
        return render(request, "ideas/link_closed.html", status=404)
    context = {
        "idea": acting.idea,
        "holder": whom.one(acting.idea, acting.person),
        "is_thanks": "takk" in request.GET,
    }
    return render(request, "ideas/link_closed.html", context, status=200 if context["is_thanks"] else 410)


def _page(
    request: HttpRequest,
    token: str,
    acting: Acting,
    form: Any,
    do: Any,
    template: str = "ideas/act.html",
    **more: Any,
) -> HttpResponse:
    home = reverse("idea_links:acting", args=[token])
    context = {"idea": acting.idea, "layout": "bare.html", "home": home, "token": token, **more}
    return act(request, form, do, done=f"{home}?takk", template=template, context=context)


@login_not_required
@never_cache
@require_http_methods(ASKED)
@limited_link(PURPOSE)
@limited("idea-acting", 30, by_link)
def acting(request: HttpRequest, token: str) -> HttpResponse:
    """Number, stage, date, and what can be done; «Sett» is pressed here."""
    found = acting_links.read(token)
    if found is None or not found.is_open:
        return _closed(request, found)
    form = SeenForm(posted(request), idea=found.idea)
    do = partial(doing.see, found.idea, form, doing.Doer(found.person))
    return _page(
        request, token, found, form, do, "ideas/acting.html", person=found.person, is_thanks="takk" in request.GET
    )


@login_not_required
@never_cache
@require_http_methods(ASKED)
@limited_link(PURPOSE)
@limited("idea-acting", 30, by_link)
def more_time(request: HttpRequest, token: str) -> HttpResponse:
    found = acting_links.read(token)
    if found is None or not found.is_open:
        return _closed(request, found)
    form = MoreTimeForm(posted(request), idea=found.idea)
    do = partial(doing.more_time, found.idea, form, doing.Doer(found.person))
    lead = _("The sender is told the new date.")
    return _page(request, token, found, form, do, title=_("I need more time"), press=_("Set the date"), lead=lead)


@login_not_required
@never_cache
@require_http_methods(ASKED)
@limited_link(PURPOSE)
@limited("idea-acting", 30, by_link)
def hand_on(request: HttpRequest, token: str) -> HttpResponse:
    """To those who have a part in the municipality's ideas already: a link gives nobody new a sign-in."""
    found = acting_links.read(token)
    if found is None or not found.is_open:
        return _closed(request, found)
    form = HandOnForm(posted(request), idea=found.idea, allows_new=False)
    do = partial(doing.hand_on, found.idea, form, doing.Doer(found.person))
    return _page(
        request, token, found, form, do, title=_("Give it on to a colleague"), press=_("Give it on"),
        lead=_("The idea lies with the colleague from now on. You still see it. The sender is told."),
        wants_sign_in=True,
    )  # fmt: skip


@login_not_required
@never_cache
@require_http_methods(ASKED)
@limited_link(PURPOSE)
@limited("idea-acting", 30, by_link)
def not_now(request: HttpRequest, token: str) -> HttpResponse:
    found = acting_links.read(token)
    if found is None or not found.is_open:
        return _closed(request, found)
    ready = ready_texts.find(request.GET.get("grunn", ""))
    form = not_now_form(request, found.idea, ready, found.person.name)
    do = partial(doing.not_now, found.idea, form, doing.Doer(found.person))
    return _page(request, token, found, form, do, "ideas/not_now.html", ready=ready, texts=ready_texts.NOT_NOW)
