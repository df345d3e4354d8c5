"""The day on a phone, signed in or by the mailed link; the same page on the projector; and who was there."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings.after import since_last
from meetings.day import attending, following, running
from meetings.groups import seen
from meetings.mailing import told
from meetings.models import Attendance, Invitation, Meeting, ProgrammeItem, Reply, WorkGroup
from meetings.models.invitation import PURPOSE
from meetings.permissions import can_join, can_organise
from meetings.planning import programme
from meetings.views.answers import by_token, closed
from meetings.views.common import organised, posted_key, visible
from meetings.views.detail import own_invitation
from partnership.common import norwegian
from partnership.common.limits import limited_link
from partnership.common.numbers import key

# A form may have five thousand fields; ten thousand may be invited.
ON_A_PAGE = 500


@never_cache
@require_safe
def day(request: HttpRequest, pk: int) -> HttpResponse:
    """Signed in: the invited, those who present, and the organisers, who get the two buttons."""
    meeting = _followed(request, visible(request, pk))
    context = _signed_in(request, meeting)
    since = since_last.seen_by(request.user, meeting, own_invitation(request.user, meeting))
    return render(request, "meetings/day.html", context | {"since": since})


@never_cache
@require_safe
def updates(request: HttpRequest, pk: int) -> HttpResponse:
    """204 while the page is as it was at ``?v=``, which tells nobody anything new; otherwise its inner part."""
    if following.is_known(request.GET.get("v", "")):
        return HttpResponse(status=204)
    meeting = visible(request, pk)
    if meeting.is_cancelled:
        return _led_away(HttpResponse(), meeting.get_absolute_url())
    return render(
        request, "meetings/_day.html", _signed_in(request, _followed(request, meeting)) | {"is_update": True}
    )


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
    if invitation is None:
        return closed(request, invitation, token)
    if not _may_follow(invitation):
        return _led_away(closed(request, invitation, token), reverse("answers:answer", args=[token]))
    return render(request, "meetings/_day.html", _by_link(request, invitation, token) | {"is_update": True})


def _led_away(response: HttpResponse, address: str) -> HttpResponse:
    """A page that stands open goes where it is said why there is nothing more to follow."""
    response["HX-Redirect"] = address
    return response


def _may_follow(invitation: Invitation) -> bool:
    return not invitation.is_withdrawn and not invitation.meeting.is_draft and not invitation.meeting.is_cancelled


def _followed(request: HttpRequest, meeting: Meeting) -> Meeting:
    if not can_join(request.user, meeting) or meeting.is_draft or meeting.is_cancelled:
        raise PermissionDenied
    return meeting


def _signed_in(request: HttpRequest, meeting: Meeting) -> dict[str, object]:
    organises = can_organise(request.user, meeting)
    urls = {"updates": reverse("meetings:day_updates", args=[meeting.pk]), "back": meeting.get_absolute_url()}
    day_row = getattr(meeting, "day", None) if organises else None
    # The projector shows every group with its people, which is the organiser's to show.
    is_screen = organises and "skjerm" in request.GET
    found = _context(meeting, own_invitation(request.user, meeting), urls, is_screen=is_screen)
    return found | {
        "base": "screen.html" if is_screen else "base.html",
        "organises": organises,
        "presses": len(running.presses(day_row)) if day_row is not None else 0,
        "sheets": WorkGroup.objects.of(meeting) if organises and not is_screen else [],
    }


def _by_link(request: HttpRequest, invitation: Invitation, token: str) -> dict[str, object]:
    urls = {
        "updates": reverse("answers:day_updates", args=[token]),
        "back": reverse("answers:answer", args=[token]),
    }
    context = _context(invitation.meeting, invitation, urls, is_screen=False)
    return context | {"base": "bare.html", "token": token, "organises": False}


def _context(
    meeting: Meeting, invitation: Invitation | None, urls: dict[str, str], *, is_screen: bool
) -> dict[str, object]:
    # Read before the rest: what changes meanwhile is then asked for once more, and not missed.
    version = following.version(meeting.pk)
    # As those invited know it: what has not been sent is not told here either.
    meeting = told.as_known([meeting])[meeting.pk]
    return {
        "meeting": meeting,
        "version": version,
        "when": _when(meeting),
        "now": running.now(programme.schedule(meeting)),
        "is_the_day": meeting.is_the_day,
        "invitation": invitation,
        "own_group": seen.own(invitation) if invitation and not is_screen else None,
        "groups": seen.for_screen(meeting) if is_screen else None,
        "materials": [] if is_screen else meeting.materials.all(),
        "is_screen": is_screen,
        "urls": urls,
    }


def _when(meeting: Meeting) -> str:
    """With clocks as the programme writes them: «onsdag 10. mars, 09.00–12.00»."""
    start, end = norwegian.local(meeting.start), norwegian.local(meeting.end)
    first, last = norwegian.format_day(start.date()), norwegian.format_day(end.date())
    begins, ends = norwegian.format_clock(start), norwegian.format_clock(end)
    return f"{first}, {begins}–{ends}" if first == last else f"{first}, {begins} – {last}, {ends}"


@require_POST
def press(request: HttpRequest, pk: int) -> HttpResponse:
    """The organiser's two buttons, and *Angre*. The form names the item that the page showed as next, or as under
    way."""
    meeting = organised(request, pk)
    following_item, current = posted_key(request, "neste-post"), posted_key(request, "post")
    # How many presses the page knew of.
    after = posted_key(request, "trykk") if request.POST.get("trykk") else None
    deeds: dict[str, Callable[[], str]] = {
        "neste": lambda: _now(running.begin_next(meeting=meeting, item=following_item)),
        "mer": lambda: (
            _("Five minutes more for «%(title)s». The rest follows.")
            % {"title": running.extend(meeting=meeting, item=current, after=after).title}
        ),
        "angre": lambda: _undone(meeting, after),
    }
    deed = deeds.get(request.POST.get("valg", ""))
    if deed is not None:
        try:
            messages.success(request, deed())
        except ValidationError as error:
            messages.error(request, error.messages[0])
    return redirect("meetings:day", pk)


def _now(item: ProgrammeItem) -> str:
    """«Nå: Hva gjør vi?» ends as its title does."""
    said = _("Now: %(title)s") % {"title": item.title}
    return said if said[-1] in ".?!…" else f"{said}."


def _undone(meeting: Meeting, after: int | None) -> str:
    running.undo(meeting=meeting, after=after)
    return _("Undone.")


@never_cache
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
    lines = _lines(meeting, found)
    page = Paginator(lines, ON_A_PAGE).get_page(request.GET.get("side"))
    context = {
        "meeting": meeting,
        "page": page,
        "choices": [choice for choice in Attendance.choices if choice[0]],
        "is_noted": any(one.attendance for one, _value in lines),
        "found": found,
        "walk_ins": attending.walk_ins(meeting),
        "text": text,
        "error": error,
    }
    return render(request, "meetings/attendance.html", context, status=422 if error else 200)


def _lines(meeting: Meeting, found: attending.Found | None) -> list[tuple[Invitation, str]]:
    """Those who answered, are noted or stand in the list; each with what is proposed."""
    present = {one.pk for one in found.present} if found else None
    named = (present or set()) | {one.pk for one in found.shared} if found else set()
    rows = Invitation.objects.active().sent().filter(meeting=meeting).select_related("seat").by_municipality()
    return [
        (one, _suggested(one, present))
        for one in rows
        if one.reply != Reply.SILENT or one.attendance or one.pk in named
    ]


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
    return attending.away(one)


def _noted(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """What stands on the page, and of those on other pages what is proposed: one press notes everybody."""
    said = {}
    if "resten" in request.POST:
        text = request.POST.get("liste", "")
        said = {one.pk: value for one, value in _lines(meeting, attending.read(meeting, text) if text else None)}
    said |= {
        key(name[2:]): request.POST.get(name, "") for name in request.POST if name.startswith("p-") and key(name[2:])
    }
    changed = attending.note(meeting=meeting, said=said, known=_untouched(request, said))
    text = ngettext("Noted for %(n)s person.", "Noted for %(n)s people.", changed)
    messages.success(request, text % {"n": changed})
    return redirect("meetings:attendance", meeting.pk)


def _untouched(request: HttpRequest, said: Mapping[int, str]) -> dict[int, str]:
    """What was noted when the page was opened, of those that stand as the page proposed them."""
    found = {}
    for pk, value in said.items():
        noted, _colon, proposed = request.POST.get(f"f-{pk}", "").partition(":")
        if f"f-{pk}" in request.POST and proposed == value:
            found[pk] = noted
    return found
