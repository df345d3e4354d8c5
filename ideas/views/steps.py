"""Answering, moving and giving on: each its own address with a page that works alone, on a phone too."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ideas.life import choosing, doing, moving, ready_texts
from ideas.life.forms import (
    Act,
    HandOnForm,
    MoreTimeForm,
    MoveForm,
    NotNowForm,
    PauseForm,
    ReopenForm,
    SeenForm,
    StepForm,
)
from ideas.life.ready_texts import ReadyText
from ideas.life.stages import Stage
from ideas.models import Idea
from ideas.money import applying
from ideas.views.common import act, moved

ASKED = ["GET", "HEAD", "POST"]


def _page(
    request: HttpRequest, idea: Idea, form: Act, do: Any, *, title: str, press: str, **more: Any
) -> HttpResponse:
    context = {"idea": idea, "title": title, "press": press, "layout": "base.html", **more}
    return act(request, form, do, done=idea.get_absolute_url(), template="ideas/act.html", context=context)


def posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@require_http_methods(ASKED)
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    idea, who = moved(request, pk)
    form = SeenForm(posted(request), idea=idea)
    lead = _("The sender learns that it is read, and the day you answer by.")
    title = _("Seen – answer by …")
    return _page(request, idea, form, partial(doing.see, idea, form, who), title=title, press=_("Seen"), lead=lead)


@require_http_methods(ASKED)
def more_time(request: HttpRequest, pk: int) -> HttpResponse:
    idea, who = moved(request, pk)
    form = MoreTimeForm(posted(request), idea=idea)
    do = partial(doing.more_time, idea, form, who)
    lead = _("The sender is told the new date.")
    return _page(request, idea, form, do, title=_("I need more time"), press=_("Set the date"), lead=lead)


@require_http_methods(ASKED)
def hand_on(request: HttpRequest, pk: int) -> HttpResponse:
    idea, who = moved(request, pk)
    form = HandOnForm(posted(request), idea=idea)
    lead = _("The idea lies with the colleague from now on. You still see it. The sender is told.")
    do = partial(doing.hand_on, idea, form, who)
    return _page(request, idea, form, do, title=_("Give it on to a colleague"), press=_("Give it on"), lead=lead)


@require_http_methods(ASKED)
def step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One stage on, or back to the one it was paused in."""
    idea, who = moved(request, pk)
    to = choosing.BY_SLUG.get(slug)
    if to is None:
        raise Http404
    if request.method != "POST" and (refused := moving.refusal(idea, to)):
        messages.warning(request, refused)
        return redirect(idea)
    if applying.is_unsent(idea, to):
        unsent = list(idea.applications.unsent()[:2])
        if len(unsent) == 1:
            return redirect("ideas:application_sent", pk, unsent[0].pk)
        messages.info(request, _("Choose what you have applied for first, and then note that it is sent."))
        return redirect("ideas:applications", pk)
    words = choosing.usual_words(to)
    data = posted(request)
    form = StepForm(data, idea=idea, to=to, next_step=str(words.next_step), days=words.days)
    do = partial(doing.step, idea, to, form, who)
    title = str(words.button)
    return _page(request, idea, form, do, title=title, press=title, lead=words.happens)


@require_http_methods(ASKED)
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    idea, who = moved(request, pk)
    form = PauseForm(posted(request), idea=idea)
    lead = _("It rests until a day you set. The sender is told why, and until when.")
    do = partial(doing.pause, idea, form, who)
    return _page(request, idea, form, do, title=_("Put it on hold"), press=_("Put it on hold"), lead=lead)


@require_http_methods(ASKED)
def reopening(request: HttpRequest, pk: int) -> HttpResponse:
    idea, who = moved(request, pk)
    form = ReopenForm(posted(request), idea=idea)
    lead = _("It is clarified once more. The sender is told.")
    do = partial(doing.step, idea, Stage.CLARIFYING, form, who)
    return _page(request, idea, form, do, title=_("Take it up again"), press=_("Take it up again"), lead=lead)


@require_http_methods(ASKED)
def not_now(request: HttpRequest, pk: int) -> HttpResponse:
    """First why, from a list; then the text, which is changed as one likes."""
    idea, who = moved(request, pk)
    ready = ready_texts.find(request.GET.get("grunn", ""))
    form = not_now_form(request, idea, ready, who.by.name)
    return act(
        request,
        form,
        partial(doing.not_now, idea, form, who),
        done=idea.get_absolute_url(),
        template="ideas/not_now.html",
        context={"idea": idea, "layout": "base.html", "ready": ready, "texts": ready_texts.NOT_NOW},
    )


def not_now_form(request: HttpRequest, idea: Idea, ready: ReadyText | None, name: str) -> NotNowForm:
    initial = {"told": str(ready.text) if ready else "", "decided_by": name}
    return NotNowForm(posted(request), idea=idea, initial=initial)


@require_http_methods(ASKED)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Every cell of the table that is chosen by hand, and holder and date with it."""
    idea, who = moved(request, pk)
    form = MoveForm(posted(request), idea=idea)
    do = partial(doing.move, idea, form, who)
    lead = _("Choose what is to be otherwise. The sender is told.")
    return _page(request, idea, form, do, title=_("Move the idea"), press=_("Move it"), lead=lead)


@require_POST
def undo(request: HttpRequest, pk: int, event_pk: int) -> HttpResponse:
    idea, who = moved(request, pk)
    event = get_object_or_404(idea.events.all(), pk=event_pk if event_pk < 2**63 else 0)
    try:
        moving.undo(event=event, by=who.by)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Undone. The idea is as it was, and the sender is told."))
    return redirect(idea.get_absolute_url())
