"""Whom to ask for a date: persons with a role, and guests by name and address. One form keeps all that is typed."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from meetings.dates import asking
from meetings.dates.asking import CannotAsk
from meetings.invitations.guest_forms import GuestLinesForm
from meetings.models import DatePoll
from meetings.models.dates import MOST_PEOPLE
from meetings.planning import audience
from meetings.views.dates import run
from partnership.common.numbers import key
from partnership.people.models import User


@require_http_methods(["GET", "POST"])
def people(request: HttpRequest, pk: int) -> HttpResponse:
    poll = run(request, pk)
    if poll.ended_at:
        return redirect("meetings:date_poll_edit", pk) if poll.is_draft else redirect(poll)
    asked = list(poll.asked.all())
    has_typed = bool(request.POST.get("lines", "").strip())
    form = GuestLinesForm(request.POST if has_typed else None, taken=(one.email for one in asked))
    if request.method == "POST":
        try:
            if not has_typed or form.is_valid():
                return _pressed(request, poll, form if has_typed else None)
        except CannotAsk as error:
            form.add_error("lines", str(error)) if has_typed else messages.error(request, str(error))
            if not has_typed:
                return redirect(request.path)
    words = (request.POST.get("q") or request.GET.get("q", ""))[:100]
    persons = [one.person_id for one in asked if one.person_id]
    context = {
        "poll": poll,
        "dates": poll.dates.all(),
        "asked": asked,
        "new": sum(one.asked_at is None for one in asked),
        "most": MOST_PEOPLE,
        "form": form,
        "words": words,
        "found": audience.candidates(words, persons),
    }
    return render(request, "meetings/dates/people.html", context, status=422 if form.errors else 200)


def _pressed(request: HttpRequest, poll: DatePoll, form: GuestLinesForm | None) -> HttpResponse:
    """Guests that are typed are added whatever was pressed. Raises CannotAsk."""
    if form is not None:
        asking.add_guests(poll=poll, guests=form.cleaned_data["lines"])
    if chosen := key(request.POST.get("legg-til", "")):
        person = get_object_or_404(User.objects.active().with_current_role(), pk=chosen)
        asking.add_person(poll=poll, person=person)
    elif gone := key(request.POST.get("ta-ut", "")):
        _take_out(request, poll, gone)
    elif "send" in request.POST:
        return _send(request, poll)
    words = urlencode({"q": request.POST.get("q", "").strip()[:100]})
    return redirect(f"{request.path}?{words}#hvem")


def _take_out(request: HttpRequest, poll: DatePoll, pk: int) -> None:
    row = get_object_or_404(poll.asked.all(), pk=pk)
    asking.take_out(asked=row)
    messages.info(request, _("%(name)s is not asked.") % {"name": row.name})


def _send(request: HttpRequest, poll: DatePoll) -> HttpResponse:
    count = asking.ask(poll=poll)
    if count:
        text = ngettext("%(n)s person is asked by mail.", "%(n)s people are asked by mail.", count)
        messages.success(request, text % {"n": count} + " " + _("You can undo for two minutes."))
    else:
        messages.info(request, _("Everybody is asked already. Nothing was sent."))
    return redirect(poll)
