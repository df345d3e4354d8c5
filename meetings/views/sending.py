"""Whom it is for, exactly who that is, a test to oneself, and *send* with two minutes to undo."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from meetings.invitations import inviting
from meetings.invitations.guest_forms import GuestsForm
from meetings.models import Audience, Meeting, MeetingMessage
from meetings.planning import audience as whom
from meetings.planning import hosting, steps
from meetings.planning.forms import AudienceForm
from meetings.views.common import me, organised
from partnership.common.numbers import key
from partnership.people.models import User


@require_http_methods(["GET", "POST"])
def audience(request: HttpRequest, pk: int) -> HttpResponse:
    """Every press keeps what is ticked, also a search for somebody or adding them: nothing is sent from here."""
    meeting = organised(request, pk)
    rule = whom.of(meeting)
    form = AudienceForm(request.POST or None, instance=rule)
    if request.method == "POST" and form.is_valid():
        form.save()
        return _after_ticking(request, meeting, rule)
    words = request.GET.get("q", "")[:100]
    context = {
        "meeting": meeting,
        "form": form,
        "guests": meeting.guests.all(),
        "words": words,
        "found": whom.find(rule, words),
        "single": whom.single(rule),
        "walk": steps.walk(meeting, "audience"),
    }
    return render(request, "meetings/audience.html", context, status=422 if form.errors else 200)


def _after_ticking(request: HttpRequest, meeting: Meeting, rule: Audience) -> HttpResponse:
    pressed = {"sok", "legg-til", "ta-ut"} & request.POST.keys()
    if not pressed:
        return redirect("meetings:guests" if "gjester" in request.POST else "meetings:sending", meeting.pk)
    for name, verb in (("legg-til", whom.add), ("ta-ut", whom.take_out)):
        if number := key(request.POST.get(name, "")):
            verb(audience=rule, person=get_object_or_404(User.objects.active().with_current_role(), pk=number))
    words = urlencode({"q": request.POST.get("q", "").strip()[:100]})
    return redirect(f"{request.path}?{words}#enkeltpersoner")


@require_http_methods(["GET", "POST"])
def guests(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = organised(request, pk)
    if gone := key(request.POST.get("fjern", "")):
        get_object_or_404(meeting.guests.all(), pk=gone).delete()
        return redirect("meetings:guests", pk)
    form = GuestsForm(request.POST or None, meeting=meeting)
    if request.method == "POST" and form.is_valid():
        added = form.cleaned_data["lines"]
        for guest in added:
            guest.role = form.cleaned_data["role"]
            guest.save()
        messages.success(
            request,
            ngettext(
                "%(n)s guest is added. Nothing has been sent.",
                "%(n)s guests are added. Nothing has been sent.",
                len(added),
            )
            % {"n": len(added)},
        )
        return redirect("meetings:guests", pk)
    walk = steps.walk(meeting, "audience")
    context = {"meeting": meeting, "form": form, "guests": meeting.guests.all(), "walk": walk}
    return render(request, "meetings/guests.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def sending(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: exactly who, and what it says. POST: send to those not invited yet."""
    meeting = organised(request, pk)
    if request.method == "POST":
        return _send(request, pk)
    context = {
        "meeting": meeting,
        "preview": whom.resolve(meeting),
        "entries_missing": not meeting.programme.exists(),
        "walk": steps.walk(meeting, "sending"),
    }
    return render(request, "meetings/sending.html", context)


def _send(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = organised(request, pk)
    try:
        message = inviting.invite(meeting=meeting, by=me(request))
    except inviting.CannotSend as error:
        messages.error(request, str(error))
        return redirect("meetings:sending", pk)
    if message is None:
        messages.info(request, _("Everybody is invited already. Nothing was sent."))
    else:
        text = ngettext("One invitation leaves soon.", "%(n)s invitations leave soon.", message.recipients)
        messages.success(request, text % {"n": message.recipients} + " " + _("You can undo for two minutes."))
    return redirect(meeting)


@require_POST
def test_mail(request: HttpRequest, pk: int) -> HttpResponse:
    meeting, user = organised(request, pk), me(request)
    hosting.send_test(meeting=meeting, to=user)
    messages.success(
        request, _("A test mail is on its way to %(email)s, and to nobody else.") % {"email": user.email}
    )
    return redirect("meetings:sending", pk)


@require_POST
def undo(request: HttpRequest, pk: int, message_pk: int) -> HttpResponse:
    meeting = organised(request, pk)
    message = get_object_or_404(MeetingMessage, pk=message_pk, meeting=meeting)
    try:
        taken = inviting.undo(message=message, by=me(request))
    except inviting.CannotSend as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Undone: %(n)s mails were taken back. Nobody has got anything.") % {"n": taken})
    return redirect(meeting)
