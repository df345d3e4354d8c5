"""The day on a phone, signed in or by the mailed link; the same page on the projector; and who was there."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings import programme, since_last
from meetings.day import attending, following, running
from meetings.groups import seen
from meetings.models import Attendance, Invitation, Meeting, Reply
from meetings.models.invitation import PURPOSE
from meetings.permissions import can_join, can_organise
from meetings.views.answers import by_token, closed
from meetings.views.common import organised, visible
from meetings.views.detail import own_invitation
from partnership.common.limits import limited_link


@never_cache
@require_safe
def day(request: HttpRequest, pk: int) -> HttpResponse:
    """Signed in: the invited, those who present, and the organisers, who get the two buttons."""
    meeting = _of_the_day(request, pk)
    context = _signed_in(request, meeting)
    since = since_last.seen_by(request.user, meeting, own_invitation(request.user, meeting))
    return render(request, "meetings/day.html", context | {"since": since})


@never_cache
@require_safe
def updates(request: HttpRequest, pk: int) -> HttpResponse:
    """204 while the page is as it was at ``?v=``, which tells nobody anything new; otherwise its inner part."""
    if following.is_known(request.GET.get("v", "")):
        return HttpResponse(status=204)
    meeting = _of_the_day(request, pk)
    return render(request, "meetings/_day.html", _signed_in(request, meeting) | {"is_update": True})


@login_not_required
@never_cache
@require_safe
@limited_link(PURPOSE)
def day_by_link(request: HttpRequest, token: str) -> HttpResponse:
    invitation = by_token(token)
    if invitation is None or not _may_follow(invitation):
        return closed(request, invitation, token)
    context = _by_link(request, invitation, token)
    since = since_last.seen_by(None, invitation.meeting, invitation)
    return render(request, "meetings/day.html", context | {"since": since})


@login_not_required
@never_cache
@require_safe
def updates_by_link(request: HttpRequest, token: str) -> HttpResponseBase:
    if following.is_known(request.GET.get("v", "")):
        return HttpResponse(status=204)
    return _changed_by_link(request, token=token)


@limited_link(PURPOSE, follows=True)
def _changed_by_link(request: HttpRequest, token: str) -> HttpResponse:
    invitation = by_token(token)
    if invitation is None or not _may_follow(invitation):
        return closed(request, invitation, token)
    return render(request, "meetings/_day.html", _by_link(request, invitation, token) | {"is_update": True})


def _may_follow(invitation: Invitation) -> bool:
    return not invitation.is_withdrawn and not invitation.meeting.is_draft and not invitation.meeting.is_cancelled


def _of_the_day(request: HttpRequest, pk: int) -> Meeting:
    meeting = visible(request, pk)
    if not can_join(request.user, meeting) or meeting.is_draft or meeting.is_cancelled:
        raise PermissionDenied
    return meeting


def _signed_in(request: HttpRequest, meeting: Meeting) -> dict[str, object]:
    organises = can_organise(request.user, meeting)
    urls = {"updates": reverse("meetings:day_updates", args=[meeting.pk]), "back": meeting.get_absolute_url()}
    day_row = getattr(meeting, "day", None) if organises else None
    return _context(request, meeting, own_invitation(request.user, meeting), urls) | {
        "base": "bare.html" if "skjerm" in request.GET else "base.html",
        "organises": organises,
        "may_undo": day_row is not None and day_row.last_press is not None,
    }


def _by_link(request: HttpRequest, invitation: Invitation, token: str) -> dict[str, object]:
    urls = {
        "updates": reverse("answers:day_updates", args=[token]),
        "back": reverse("answers:answer", args=[token]),
    }
    context = _context(request, invitation.meeting, invitation, urls)
    return context | {"base": "bare.html", "token": token, "organises": False}


def _context(
    request: HttpRequest, meeting: Meeting, invitation: Invitation | None, urls: dict[str, str]
) -> dict[str, object]:
    # Read before the rest: what changes meanwhile is then asked for once more, and not missed.
    version = following.version(meeting.pk)
    is_screen = "skjerm" in request.GET
    return {
        "meeting": meeting,
        "version": version,
        "now": running.now(programme.schedule(meeting)),
        "invitation": invitation,
        "own_group": seen.own(invitation) if invitation and not is_screen else None,
        "groups": seen.for_screen(meeting) if is_screen else None,
        "materials": [] if is_screen else meeting.materials.all(),
        "is_screen": is_screen,
        "urls": urls,
    }


@require_POST
def press(request: HttpRequest, pk: int) -> HttpResponse:
    """The organiser's two buttons, and *Angre*."""
    meeting = organised(request, pk)
    deeds: dict[str, Callable[[], str]] = {
        "neste": lambda: _("Now: %(title)s.") % {"title": running.begin_next(meeting=meeting).title},
        "mer": lambda: (
            _("Five minutes more for %(title)s. The rest follows.") % {"title": running.extend(meeting=meeting).title}
        ),
        "angre": lambda: _undone(meeting),
    }
    deed = deeds.get(request.POST.get("valg", ""))
    if deed is not None:
        try:
            messages.success(request, deed())
        except ValidationError as error:
            messages.error(request, error.messages[0])
    return redirect("meetings:day", pk)


def _undone(meeting: Meeting) -> str:
    running.undo(meeting=meeting)
    return _("Undone.")


@require_http_methods(["GET", "POST"])
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """A line a person; or a list pasted from the meeting service, shown before it is used."""
    meeting = organised(request, pk)
    text, found, error = request.POST.get("liste", ""), None, ""
    if request.method == "POST":
        try:
            if request.POST.get("valg") == "les":
                found = attending.read(meeting, text)
            elif request.POST.get("valg") in ("uinvitert", "ta-ut"):
                return _walk_ins(request, meeting)
            else:
                return _noted(request, meeting)
        except ValidationError as refused:
            error = refused.messages[0]
    present = {one.pk for one in found.present} if found else None
    rows = [
        (one, _suggested(one, present))
        for one in Invitation.objects.active().sent().filter(meeting=meeting).select_related("seat")
        if one.reply != Reply.SILENT or one.attendance or (present and one.pk in present)
    ]
    context = {
        "meeting": meeting,
        "rows": rows,
        "choices": [choice for choice in Attendance.choices if choice[0]],
        "is_noted": any(one.attendance for one, _value in rows),
        "found": found,
        "walk_ins": attending.walk_ins(meeting),
        "text": text,
        "error": error,
    }
    return render(request, "meetings/attendance.html", context, status=422 if error else 200)


def _walk_ins(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    if request.POST["valg"] == "ta-ut":
        attending.drop_walk_in(meeting=meeting, name=request.POST.get("navn", ""))
        messages.success(request, _("Taken out."))
        return redirect("meetings:attendance", meeting.pk)
    new = attending.note_walk_ins(meeting=meeting, names=request.POST.getlist("navn"))
    text = ngettext("Noted for %(n)s person.", "Noted for %(n)s people.", new)
    messages.success(request, text % {"n": new})
    return redirect("meetings:attendance", meeting.pk)


def _suggested(one: Invitation, present: set[int] | None) -> str:
    if present is None:
        return attending.suggested(one)
    if one.pk in present:
        return Attendance.PRESENT
    return Attendance.NOTICE if one.reply == Reply.DECLINED else Attendance.ABSENT


def _noted(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    said = {
        int(name.removeprefix("p-")): request.POST.get(name, "")
        for name in request.POST
        if name.startswith("p-") and name[2:].isascii() and name[2:].isdigit() and len(name) < 20
    }
    changed = attending.note(meeting=meeting, said=said)
    text = ngettext("Noted for %(n)s person.", "Noted for %(n)s people.", changed)
    messages.success(request, text % {"n": changed})
    return redirect("meetings:attendance", meeting.pk)
