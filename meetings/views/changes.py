"""Telling those invited: a change, the ready programme, a cancellation, a withdrawal, an urgent message."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from meetings.invitations import inviting
from meetings.mailing import announcing, told
from meetings.models import Invitation
from meetings.planning.forms import TextForm
from meetings.views.common import me, organised

WORDS: dict[str, tuple[Any, Any]] = {
    "update": (gettext_lazy("Send the change"), gettext_lazy("A sentence about the change")),
    "programme": (gettext_lazy("Send the programme"), ""),
    "cancel": (gettext_lazy("Cancel the meeting"), gettext_lazy("Reason")),
    "urgent": (gettext_lazy("Send an urgent message"), gettext_lazy("Message")),
}


def _confirm(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """GET says to whom and what; POST does it."""
    meeting = organised(request, pk)
    title, label = WORDS[what]
    form = TextForm(request.POST or None, label=str(label), required=what in {"cancel", "urgent"})
    if what == "programme":
        form.fields.pop("text")
    if request.method == "POST" and form.is_valid():
        try:
            said = _do(what, request, pk, form.cleaned_data.get("text", ""))
        except inviting.CannotSend as error:
            messages.error(request, str(error))
        else:
            messages.success(request, said)
        return redirect(meeting)
    reached = Invitation.objects.active().sent().filter(meeting=meeting)
    if what == "urgent" and not announcing.goes_with_urgent(meeting):
        reached = reached.coming_or_maybe()
    context = {
        "meeting": meeting,
        "form": form,
        "title": title,
        "what": what,
        "count": reached.count(),
        "about_the_date": told.about_the_date(told.described(meeting, meeting.announced), meeting),
        "can_join": True,
    }
    return render(request, "meetings/confirm.html", context, status=422 if form.errors else 200)


def _do(what: str, request: HttpRequest, pk: int, text: str) -> str:
    meeting, by = organised(request, pk), me(request)
    if what == "update":
        message = announcing.send_update(meeting=meeting, by=by, text=text)
    elif what == "programme":
        message = announcing.programme_ready(meeting=meeting, by=by)
    elif what == "urgent":
        message = announcing.send_urgent(meeting=meeting, text=text, by=by)
    else:
        cancelled = announcing.cancel(meeting=meeting, reason=text, by=by)
        if cancelled is None:
            return _("The meeting is cancelled. Nobody had been told of it.")
        message = cancelled
    return ngettext("%(n)s person is told.", "%(n)s people are told.", message.recipients) % {"n": message.recipients}


@require_http_methods(["GET", "POST"])
def update(request: HttpRequest, pk: int) -> HttpResponse:
    return _confirm(request, pk, "update")


@require_http_methods(["GET", "POST"])
def programme_ready(request: HttpRequest, pk: int) -> HttpResponse:
    return _confirm(request, pk, "programme")


@require_http_methods(["GET", "POST"])
def cancellation(request: HttpRequest, pk: int) -> HttpResponse:
    return _confirm(request, pk, "cancel")


@require_http_methods(["GET", "POST"])
def urgent(request: HttpRequest, pk: int) -> HttpResponse:
    return _confirm(request, pk, "urgent")


@require_http_methods(["GET", "POST"])
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take chosen invitations back, with one sentence of why. A link may have ticked one of them."""
    meeting = organised(request, pk)
    rows = Invitation.objects.active().sent().filter(meeting=meeting).by_municipality()
    form = TextForm(request.POST or None, label=_("Why, in one sentence"))
    ticked = (request.POST or request.GET).getlist("invitasjon")
    chosen = [row for row in rows if str(row.pk) in ticked]
    if request.method == "POST" and form.is_valid():
        if chosen:
            text = form.cleaned_data["text"]
            count = inviting.withdraw(meeting=meeting, invitations=chosen, sentence=text, by=me(request))
            messages.success(
                request,
                ngettext("%(n)s invitation is taken back.", "%(n)s invitations are taken back.", count)
                % {"n": count},
            )
            return redirect("meetings:board", pk)
        form.add_error(None, _("Tick at least one person."))
    context = {"meeting": meeting, "form": form, "rows": rows, "chosen": {row.pk for row in chosen}}
    return render(request, "meetings/withdrawal.html", context, status=422 if form.errors else 200)
