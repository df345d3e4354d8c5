"""«Finn dato»: propose dates, ask a few people, and choose."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings.dates import asking, choosing, weighing
from meetings.dates.asking import CannotAsk
from meetings.dates.forms import PollForm
from meetings.models import AskedPerson, DatePoll
from meetings.permissions import can_create, can_run_poll
from meetings.planning.forms import owners_for, take_owner
from meetings.views.common import me
from partnership.common import norwegian
from partnership.common.gone import not_found_when_gone


@require_http_methods(["GET", "POST"])
def find_date(request: HttpRequest) -> HttpResponse:
    """A new one, which becomes a draft; and those that are under way."""
    user = me(request)
    owners = owners_for(user)
    if not (can_create(user) and owners):
        raise PermissionDenied
    new = DatePoll(asked_by=user)
    take_owner(new, owners[0][0])
    form = PollForm(request.POST or None, instance=new, user=user)
    if request.method == "POST" and form.is_valid():
        return _saved(request, form)
    polls = DatePoll.objects.visible_to(user).with_owner().with_counts()[:20]
    context = {"form": form, "polls": polls}
    return render(request, "meetings/dates/find_date.html", context, status=422 if form.errors else 200)


def _saved(request: HttpRequest, form: PollForm) -> HttpResponse:
    poll = form.filled()
    try:
        asking.save(poll=poll, starts=form.starts)
    except CannotAsk as error:
        messages.error(request, str(error))
        return redirect(poll)
    for date in poll.dates.all():
        if not date.is_working_day:
            day = norwegian.format_day(norwegian.local(date.start).date())
            messages.warning(request, _("%(day)s is no working day.") % {"day": day.capitalize()})
    return redirect("meetings:date_poll_people", poll.pk)


def visible(request: HttpRequest, pk: int) -> DatePoll:
    return get_object_or_404(DatePoll.objects.visible_to(request.user).with_owner(), pk=pk)


def run(request: HttpRequest, pk: int) -> DatePoll:
    poll = visible(request, pk)
    if not can_run_poll(request.user, poll):
        raise PermissionDenied
    return poll


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """What and when, until people have been asked."""
    poll = run(request, pk)
    if not poll.is_draft:
        messages.info(request, _("People have been asked about these dates already."))
        return redirect(poll)
    form = PollForm(request.POST or None, instance=poll, user=me(request))
    if request.method == "POST" and form.is_valid():
        return _saved(request, form)
    context = {"form": form, "poll": poll}
    return render(request, "meetings/dates/edit.html", context, status=422 if form.errors else 200)


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The table for all who are asked; who runs it sees the silent and chooses."""
    poll = visible(request, pk)
    runs = can_run_poll(request.user, poll)
    if poll.is_draft and runs:
        return redirect("meetings:date_poll_people", pk)
    context = {
        "poll": poll,
        "runs": runs,
        "table": weighing.table(poll),
        "own": AskedPerson.objects.arrived().of_acting(me(request)).filter(poll=poll).first(),
        "held": list(poll.asked.held()) if runs and poll.is_open else [],
        "can_take_back": runs and choosing.can_take_back(poll),
    }
    return render(request, "meetings/dates/detail.html", context)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """*Angre*, of the questions that have not left."""
    poll = run(request, pk)
    try:
        count = asking.undo(poll=poll)
    except CannotAsk as error:
        messages.error(request, str(error))
    else:
        text = ngettext(
            "Undone. %(n)s person does not get the question.", "Undone. %(n)s people do not get the question.", count
        )
        messages.success(request, text % {"n": count})
    return redirect(poll)


@require_POST
def choice(request: HttpRequest, pk: int) -> HttpResponse:
    """*Velg denne datoen*."""
    poll = run(request, pk)
    date = {f"{one.pk}": one for one in poll.dates.all()}.get(request.POST.get("dato", ""))
    if date is None:
        messages.error(request, _("Choose one of the dates."))
        return redirect(poll)
    try:
        meeting = choosing.choose(poll=poll, date=date, by=me(request))
    except CannotAsk as error:
        messages.error(request, str(error))
        return redirect(poll)
    if meeting.start != date.start:
        messages.info(request, _("Another date was chosen already. This is its draft."))
    else:
        messages.success(
            request, _("The meeting is a draft, for those who were asked. Nobody is invited before you press send.")
        )
    return redirect(meeting)


@require_POST
def choice_undo(request: HttpRequest, pk: int) -> HttpResponse:
    poll = run(request, pk)
    try:
        choosing.take_back(poll=poll)
    except CannotAsk as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The choice is taken back and the draft deleted. People can mark again."))
    return redirect(poll)


@never_cache
@require_http_methods(["GET", "POST"])
@not_found_when_gone(DatePoll)
@transaction.atomic
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST does it. What has been sent or taken back since it was asked is asked about anew: the one throws
    away and tells nobody, the other keeps and tells them."""
    poll = run(request, pk)
    if request.method == "POST":
        poll = asking.lock(poll)
    was_draft = poll.is_draft
    if poll.ended_at and not was_draft:
        messages.info(request, _("It is over already."))
        return redirect(poll)
    asked = "utkast" if was_draft else "spurt"
    if request.POST.get("hva") != asked:
        context = {"poll": poll, "asked": asked, "is_changed": request.method == "POST"}
        return render(request, "meetings/dates/end.html", context, status=422 if context["is_changed"] else 200)
    asking.end(poll=poll, by=me(request))
    if was_draft:
        messages.success(request, _("The draft is thrown away. Nobody was told."))
        return redirect("meetings:find_date")
    messages.success(request, _("Ended without a date. Those who were asked are told."))
    return redirect(poll)


@require_POST
def new_link(request: HttpRequest, pk: int, asked_pk: int) -> HttpResponse:
    poll = run(request, pk)
    asked = get_object_or_404(poll.asked.arrived(), pk=asked_pk)
    try:
        asking.give_new_link(asked=asked)
    except CannotAsk as error:
        messages.error(request, str(error))
    else:
        text = _("%(name)s gets a new link by mail. The old one no longer works.")
        messages.success(request, text % {"name": asked.name})
    return redirect(poll)
