"""A group's sheet, signed in or by the mailed link: read, saved while typing, followed; and all groups together."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from meetings import came_of
from meetings.groups import seen
from meetings.models import Invitation, NoteField, WorkGroup
from meetings.models.invitation import PURPOSE
from meetings.notes import writing
from meetings.notes.writing import Writer
from meetings.permissions import can_join, can_organise, can_write_notes
from meetings.views.answers import by_token, closed
from meetings.views.common import me, organised, visible
from partnership.common import exports, norwegian
from partnership.common.limits import limited_link


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, pk: int, group_pk: int) -> HttpResponse:
    meeting = visible(request, pk)
    group = get_object_or_404(WorkGroup.objects.of(meeting), pk=group_pk)
    group.meeting = meeting
    if not can_write_notes(request.user, group):
        raise PermissionDenied
    own = Invitation.objects.active().of(me(request)).filter(meeting=meeting).first()
    address = reverse("meetings:sheet", args=[pk, group_pk])
    return _sheet(request, group, Writer(me(request).name, own, me(request)), address, "base.html")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited_link(PURPOSE, follows=True)
def sheet_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Of one's own group, for those without a sign-in too."""
    invitation = by_token(token)
    own = seen.own(invitation) if invitation and not invitation.is_withdrawn else None
    if invitation is None or own is None:
        return closed(request, invitation, token)
    own.group.meeting = invitation.meeting
    return _sheet(
        request, own.group, Writer(invitation.name, invitation), reverse("answers:sheet", args=[token]), "bare.html"
    )


def _sheet(request: HttpRequest, group: WorkGroup, by: Writer, address: str, base: str) -> HttpResponse:
    if request.method == "POST":
        wants_json = "application/json" in request.headers.get("Accept", "")
        return _save_one(request, group, by) if wants_json else _save_all(request, group, by, address, base)
    if "v" in request.GET:
        return _changes(request, group)
    return render(request, "meetings/sheet.html", _context(group, address, base))


def _context(group: WorkGroup, address: str, base: str) -> dict[str, object]:
    return {
        "meeting": group.meeting,
        "group": group,
        "fields": writing.sheet(group),
        "version": writing.version(group),
        "is_open": writing.is_open(group),
        "address": address,
        "base": base,
    }


def _changes(request: HttpRequest, group: WorkGroup) -> HttpResponse:
    """204 when the sheet is as it was at ``?v=``; otherwise every field."""
    version = writing.version(group)
    if request.GET.get("v") == version:
        return HttpResponse(status=204)
    fields = {str(one.key): _as_json(one.note) for one in writing.sheet(group) if one.note}
    return JsonResponse({"version": version, "fields": fields})


def _save_one(request: HttpRequest, group: WorkGroup, by: Writer) -> HttpResponse:
    """While typing. What is wrong is said beside the field, where the text stays."""
    try:
        note, keeps_both = writing.save(
            group=group,
            key=_key(request.POST.get("field", "")),
            base=request.POST.get("base", ""),
            text=request.POST.get("text", ""),
            by=by,
        )
    except ValidationError as error:
        return JsonResponse({"error": error.messages[0]}, status=422)
    return JsonResponse(_as_json(note) | {"both": keeps_both})


def _save_all(request: HttpRequest, group: WorkGroup, by: Writer, address: str, base: str) -> HttpResponse:
    """Without JavaScript: the whole sheet at once, by the same merge."""
    fields, error, both = writing.sheet(group), "", False
    for one in fields:
        text = request.POST.get(f"text-{one.key}")
        if text is None:
            continue
        try:
            _note, is_both = writing.save(
                group=group, key=one.key, base=request.POST.get(f"base-{one.key}", ""), text=text, by=by
            )
        except ValidationError as refused:
            error = refused.messages[0]
        else:
            both = both or is_both
    if error:
        typed = [replace(one, typed=request.POST.get(f"text-{one.key}")) for one in fields]
        context = _context(group, address, base) | {"error": error, "fields": typed}
        return render(request, "meetings/sheet.html", context, status=422)
    said = _("Saved. Somebody wrote in the same lines: both stand below.") if both else _("Saved.")
    messages.success(request, said)
    return redirect(address)


def _as_json(note: NoteField) -> dict[str, object]:
    return {"text": note.text, "version": note.version, "changed": changed(note)}


def changed(note: NoteField) -> str:
    """«Endret av Kari Vik nå nettopp»."""
    if note.changed_at is None:
        return ""
    ago = timezone.now() - note.changed_at
    when = _("just now") if ago.total_seconds() < 60 else norwegian.format_clock(norwegian.local(note.changed_at))
    return _("Changed by %(name)s %(when)s") % {"name": note.changed_by, "when": when}


def _key(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else -1


@require_safe
def notes(request: HttpRequest, pk: int) -> HttpResponse:
    """All groups side by side, by question: to the organiser at any time, to the others when the meeting is over."""
    meeting = visible(request, pk)
    organises = can_organise(request.user, meeting)
    if not organises and not (meeting.is_over and can_join(request.user, meeting)):
        raise PermissionDenied
    context = {"meeting": meeting, "notes": came_of.notes(meeting), "organises": organises}
    return render(request, "meetings/notes.html", context)


@require_safe
def notes_export(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = organised(request, pk)
    rows = [
        (one.group.name, one.question.text if one.question else meeting.challenge, one.text)
        for one in NoteField.objects.of(meeting).exclude(text="").order_by("question__order", "group__number")
    ]
    header = [_("Group"), _("Question"), _("Notes")]
    return exports.xlsx_response(f"gruppenotater-{meeting.pk}", header, rows)
