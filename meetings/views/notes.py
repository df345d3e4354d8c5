"""A group's sheet, signed in or by the mailed link: read, saved while typing, followed; and all groups together."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from meetings.after import came_of
from meetings.day import following
from meetings.groups import seen
from meetings.models import Invitation, NoteField, WorkGroup
from meetings.models.invitation import PURPOSE
from meetings.notes import writing
from meetings.notes.writing import Writer
from meetings.permissions import can_join, can_organise, can_write_notes, writes_by_link
from meetings.views.answers import by_token, closed
from meetings.views.common import me, organised, visible
from partnership.common import exports, norwegian
from partnership.common.limits import limited_link
from partnership.common.numbers import key


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, pk: int, group_pk: int) -> HttpResponse:
    if _is_known(request):
        return HttpResponse(status=204)
    meeting = visible(request, pk)
    group = WorkGroup.objects.of(meeting).filter(pk=group_pk).first()
    own = Invitation.objects.active().of(me(request)).filter(meeting=meeting).first()
    page = _Page(
        address=reverse("meetings:sheet", args=[pk, group_pk]),
        base="base.html",
        day=reverse("meetings:day", args=[pk]),
        back=meeting.get_absolute_url(),
        organises=can_organise(request.user, meeting),
    )
    if group is not None:
        group.meeting = meeting
        if can_write_notes(request.user, group):
            return _sheet(request, group, Writer(me(request).name, own, me(request)), page)
    now = seen.own(own) if own and _is_from_page(request) else None
    if now is not None:
        return _moved(request, group, now.group, replace(page, address=_address(meeting.pk, now.group.pk)))
    if group is None:
        raise Http404
    raise PermissionDenied


def _address(pk: int, group_pk: int) -> str:
    return reverse("meetings:sheet", args=[pk, group_pk])


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited_link(PURPOSE, follows=True)
def sheet_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Of one's own group, for those without a sign-in too. A page that is open names the group it was opened on
    (``gruppe``): whoever has been moved meanwhile writes in neither."""
    if _is_known(request):
        return HttpResponse(status=204)
    invitation = by_token(token)
    own = seen.own(invitation) if invitation and writes_by_link(invitation) else None
    if invitation is None or own is None:
        return closed(request, invitation, token)
    own.group.meeting = invitation.meeting
    page = _Page(
        address=reverse("answers:sheet", args=[token]),
        base="bare.html",
        day=reverse("answers:day", args=[token]),
        back=reverse("answers:answer", args=[token]),
    )
    opened = key((request.POST or request.GET).get("gruppe", str(own.group.pk)))
    if opened != own.group.pk:
        before = WorkGroup.objects.of(invitation.meeting).filter(pk=opened).first()
        return _moved(request, before, own.group, page)
    return _sheet(request, own.group, Writer(invitation.name, invitation), page)


@dataclass(frozen=True)
class _Page:
    """Where the sheet is, signed in or by the link, and the ways out of it."""

    address: str
    base: str
    day: str
    back: str
    organises: bool = False


def _is_from_page(request: HttpRequest) -> bool:
    """A save, or a question for news, from a page that is open."""
    return request.method == "POST" or "v" in request.GET


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _is_known(request: HttpRequest) -> bool:
    """Asked every few seconds by everybody who writes: nothing is looked up to say that nothing is new."""
    return request.method == "GET" and following.is_known(request.GET.get("v", ""))


def _moved(request: HttpRequest, before: WorkGroup | None, now: WorkGroup, page: _Page) -> HttpResponse:
    """Somebody else sits where the page was opened, and what is typed there belongs in neither sheet: nothing is
    stored, and the words are given back."""
    names = {"now": now.name, "before": before.name if before else _("the group before")}
    said = _("You sit in %(now)s now. What you wrote in %(before)s after you were moved is not saved.") % names
    if _wants_json(request):
        return JsonResponse({"moved": page.address, "error": said}, status=409)
    typed = [text for name, text in request.POST.items() if name.startswith("text-") and isinstance(text, str)]
    context = {"meeting": now.meeting, "said": said, "typed": [one for one in typed if one.strip()], "page": page}
    return render(request, "meetings/sheet_moved.html", context, status=409)


def _sheet(request: HttpRequest, group: WorkGroup, by: Writer, page: _Page) -> HttpResponse:
    if request.method == "POST":
        return _save_one(request, group, by) if _wants_json(request) else _save_all(request, group, by, page)
    if "v" in request.GET:
        return _changes(group)
    return render(request, "meetings/sheet.html", _context(group, by, page))


def _context(group: WorkGroup, by: Writer, page: _Page) -> dict[str, object]:
    # Read before the rest: what is written meanwhile is then asked for once more, and not missed.
    version = following.version_of_sheet(group.pk)
    return {
        "meeting": group.meeting,
        "group": group,
        "version": version,
        "fields": writing.sheet(group),
        "is_open": writing.is_open(group),
        "kept": f"ark:{by.key}:{group.meeting_id}:",
        "page": page,
        "base": page.base,
    }


def _changes(group: WorkGroup) -> HttpResponse:
    """Every field that holds something, and what is asked: the page may be from before the questions were changed."""
    version = following.version_of_sheet(group.pk)
    sheet = writing.sheet(group)
    fields = {str(one.key): _as_json(one.note) for one in sheet if one.note}
    asked = {str(one.key): one.label for one in sheet}
    return JsonResponse({"version": version, "fields": fields, "asked": asked})


def _save_one(request: HttpRequest, group: WorkGroup, by: Writer) -> HttpResponse:
    """While typing. What is wrong is said beside the field, where the text stays."""
    try:
        note, keeps_both = writing.save(
            group=group,
            key=_field_key(request.POST.get("field", "")),
            base=request.POST.get("base", ""),
            text=request.POST.get("text", ""),
            by=by,
        )
    except ValidationError as error:
        return JsonResponse({"error": error.messages[0]}, status=422)
    return JsonResponse(_as_json(note) | {"both": keeps_both})


def _save_all(request: HttpRequest, group: WorkGroup, by: Writer, page: _Page) -> HttpResponse:
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
        context = _context(group, by, page) | {"error": error, "fields": typed}
        return render(request, "meetings/sheet.html", context, status=422)
    said = _("Saved. Somebody wrote in the same lines: both stand below.") if both else _("Saved.")
    messages.success(request, said)
    return redirect(page.address)


def _as_json(note: NoteField) -> dict[str, object]:
    return {"text": note.text, "version": note.version, "changed": changed(note), "later": changed(note, later=True)}


def changed(note: NoteField, *, later: bool = False) -> str:
    """«Endret av Kari Vik nå nettopp»; ``later``: as it is said from a minute after."""
    if note.changed_at is None:
        return ""
    is_now = not later and (timezone.now() - note.changed_at).total_seconds() < 60
    when = _("just now") if is_now else norwegian.format_clock(norwegian.local(note.changed_at))
    return _("Changed by %(name)s %(when)s") % {"name": note.changed_by, "when": when}


def _field_key(text: str) -> int:
    """What no field has for what is no number: the challenge is 0."""
    return writing.CHALLENGE if text == str(writing.CHALLENGE) else key(text) or -1


@never_cache
@require_safe
def notes(request: HttpRequest, pk: int) -> HttpResponse:
    """All groups side by side, by question: to the organiser at any time, to the others when the meeting is over."""
    meeting = visible(request, pk)
    organises = can_organise(request.user, meeting)
    if not organises and not (meeting.is_over and can_join(request.user, meeting)):
        raise PermissionDenied
    notes = came_of.notes(meeting, marks=organises)
    context = {"meeting": meeting, "notes": notes, "organises": organises}
    return render(request, "meetings/notes.html", context)


@never_cache
@require_safe
def notes_export(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = organised(request, pk)
    rows = [
        (one.group.name, one.question.text if one.question else meeting.challenge, one.text)
        for one in NoteField.objects.of(meeting).exclude(text="").order_by("question__order", "group__number")
    ]
    header = [_("Group"), _("Question"), _("Notes")]
    return exports.xlsx_response(f"gruppenotater-{meeting.pk}", header, rows)
