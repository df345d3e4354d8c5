"""Minutes: read and remarked upon, signed in or by the mailed link; written, sent out, published; as files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings.minutes import comparing, drafting, files, gathering, publishing, remarking
from meetings.minutes.forms import AnswerForm, CorrectionForm, MinutesForm, PublishForm, RemarkForm, SendOutForm
from meetings.models import Invitation, Meeting, Minutes, MinutesVersion, Remark
from meetings.models.invitation import PURPOSE
from meetings.permissions import can_organise, can_read_minutes, link_opens_minutes
from meetings.views.answers import by_token, closed
from meetings.views.common import me, organised, visible
from meetings.views.detail import own_invitation
from partnership.common import documents
from partnership.common.limits import by_link, by_person, limited, limited_link


@dataclass(frozen=True)
class Reader:
    """``token`` is empty for whoever is signed in."""

    invitation: Invitation | None
    token: str = ""
    organises: bool = False

    def url(self, name: str, meeting: Meeting) -> str:
        if self.token:
            return reverse(f"answers:{name}", args=[self.token])
        return reverse(f"meetings:{name}", args=[meeting.pk])


def of(meeting: Meeting) -> Minutes | None:
    """With the meeting in hand; None while nobody has saved anything."""
    found = Minutes.objects.of(meeting).begun().first()
    if found is not None:
        found.meeting = meeting
    return found


def _signed_in(request: HttpRequest, pk: int, show: Callable[..., HttpResponse], *args: object) -> HttpResponse:
    """``show`` with the minutes, their reader and ``args``. An organiser without minutes begins to write."""
    meeting = visible(request, pk)
    found = of(meeting)
    if not can_read_minutes(request.user, meeting, found):
        raise PermissionDenied
    if found is None:
        return redirect("meetings:minutes_edit", pk)
    reader = Reader(own_invitation(request.user, meeting), organises=can_organise(request.user, meeting))
    return show(request, found, reader, *args)


def _by_link(request: HttpRequest, token: str, show: Callable[..., HttpResponse], *args: object) -> HttpResponse:
    invitation = by_token(token)
    found = of(invitation.meeting) if invitation else None
    if invitation is None or found is None or not link_opens_minutes(invitation, found):
        return closed(request, invitation, token)
    return show(request, found, Reader(invitation, token), *args)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("remark", 60, by_person)
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    return _signed_in(request, pk, _read)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited_link(PURPOSE)
@limited("remark", 30, by_link)
def minutes_by_link(request: HttpRequest, token: str) -> HttpResponse:
    return _by_link(request, token, _read)


def _read(request: HttpRequest, found: Minutes, reader: Reader) -> HttpResponse:
    meeting = found.meeting
    form = RemarkForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _remarked(request, meeting, reader, form):
        return redirect(reader.url("minutes", meeting) + "#merknader")
    version = publishing.newest(found)
    remarks = _remarks(found, reader)
    is_draft = version is None or (reader.organises and not found.is_published)
    context = {
        "meeting": meeting,
        "minutes": found,
        "text": found.text if is_draft or version is None else version.text,
        "version": version,
        "is_unsent": reader.organises and version is not None and version.text != found.text,
        "earlier": _earlier(found, reader),
        "corrections": found.versions.corrections(),
        "reader": reader,
        "may_remark": _may_remark(found, reader),
        "remarks": remarks,
        "unanswered": sum(one.answered_at is None for one in remarks) if reader.organises else 0,
        "form": form,
        "base": "bare.html" if reader.token else "base.html",
        "token": reader.token,
        "pdf_url": reader.url("minutes_pdf", meeting),
        "docx_url": reader.url("minutes_docx", meeting),
    }
    return render(request, "meetings/minutes.html", context, status=422 if form.is_bound and form.errors else 200)


def _earlier(found: Minutes, reader: Reader) -> list[tuple[int, MinutesVersion, str]]:
    """What was published before the newest: number, version, and its address; the newest of them first."""
    if not found.is_published:
        return []
    name, key = ("answers", reader.token) if reader.token else ("meetings", found.meeting_id)
    rows = list(enumerate(found.versions.published(), 1))[:-1]
    return [(n, one, reverse(f"{name}:minutes_version", args=[key, n])) for n, one in reversed(rows)]


def _may_remark(found: Minutes, reader: Reader) -> bool:
    """An organiser changes the text instead."""
    if reader.organises:
        return False
    return bool(reader.invitation and remarking.is_open(found) and remarking.was_there(reader.invitation))


def _remarks(found: Minutes, reader: Reader) -> list[Remark]:
    """All of them to the organisers, to others their own."""
    rows = found.remarks.select_related("invitation")
    if reader.organises:
        return list(rows)
    return [one for one in rows if reader.invitation and one.invitation_id == reader.invitation.pk]


def _remarked(request: HttpRequest, meeting: Meeting, reader: Reader, form: RemarkForm) -> bool:
    """Whether it was taken; otherwise what is wrong stands by the field, with what was typed."""
    try:
        if reader.invitation is None:
            raise ValidationError(_("Those who were there can make remarks. Call the host if something is wrong."))
        remarking.remark(meeting=meeting, invitation=reader.invitation, text=form.cleaned_data["text"])
    except ValidationError as error:
        form.add_error("text", error)
        return False
    messages.success(request, _("Thank you. The organiser has your remark."))
    return True


@never_cache
@require_safe
def earlier(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    return _signed_in(request, pk, _version, number)


@login_not_required
@never_cache
@require_safe
@limited_link(PURPOSE)
def earlier_by_link(request: HttpRequest, token: str, number: int) -> HttpResponse:
    return _by_link(request, token, _version, number)


def _version(request: HttpRequest, found: Minutes, reader: Reader, number: int) -> HttpResponse:
    """``number`` counts what has been published, from 1; with what the one after it changed, line by line."""
    versions = list(found.versions.published())
    if not 1 <= number <= len(versions):
        raise Http404
    version, after = versions[number - 1], versions[number] if number < len(versions) else None
    context = {
        "meeting": found.meeting,
        "number": number,
        "version": version,
        "after": after,
        "changes": comparing.lines(version.text, after.text) if after else [],
        "newest_url": reader.url("minutes", found.meeting),
        "base": "bare.html" if reader.token else "base.html",
    }
    return render(request, "meetings/minutes_version.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Without anything saved the draft is built anew each time; ``?nytt`` puts a new draft into the form, and the
    saved text stays until it is saved over."""
    meeting = organised(request, pk)
    if request.method == "POST":
        with transaction.atomic():
            return _save(request, meeting)
    found = of(meeting)
    is_new = found is None or "nytt" in request.GET
    form = _form(found or Minutes(meeting=meeting), text=gathering.draft(meeting) if is_new else "")
    return _editing(request, meeting, form, saved=found)


def _form(row: Minutes, **kwargs: Any) -> MinutesForm:
    kind = CorrectionForm if row.is_published else MinutesForm
    return kind(instance=row, **kwargs)


def _save(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    row = publishing.locked(meeting)
    row.meeting = meeting
    form = _form(row, data=request.POST)
    is_valid = form.is_valid()
    shows = request.POST.get("valg") == "vis"
    if shows or not is_valid:
        return _editing(request, meeting, form, saved=of(meeting), shows=shows)
    row.author = row.author or me(request)
    form.save()
    version = publishing.correct(minutes=row, why=form.cleaned_data.get("why", ""), by=me(request))
    messages.success(request, _("The correction is published.") if version else _("Saved."))
    return redirect(reverse("meetings:minutes", args=[meeting.pk]) + "?lagret")


def _editing(
    request: HttpRequest, meeting: Meeting, form: MinutesForm, *, saved: Minutes | None, shows: bool = False
) -> HttpResponse:
    context = {
        "meeting": meeting,
        "form": form,
        "saved": saved,
        "is_anew": saved is not None and "nytt" in request.GET,
        "text": form["text"].value() or "",
    }
    is_wrong = bool(form.is_bound and form.errors and not shows)
    return render(request, "meetings/minutes_edit.html", context, status=422 if is_wrong else 200)


@require_POST
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """While typing; nothing is kept."""
    organised(request, pk)
    text = request.POST.get("text", "")[: drafting.LONGEST]
    return render(request, "meetings/_minutes_preview.html", {"text": text})


def _as_read(request: HttpRequest, meeting: Meeting, kind: type[PublishForm]) -> PublishForm:
    """What leaves is what the page showed: sent, the form has its minutes locked. Call in a transaction."""
    if request.method != "POST":
        return kind(instance=of(meeting) or Minutes(meeting=meeting, version=0))
    row = publishing.locked(meeting)
    row.meeting = meeting
    return kind(request.POST, instance=row)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def sending_out(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = organised(request, pk)
    form = _as_read(request, meeting, SendOutForm)
    if form.is_valid():
        try:
            publishing.send_out(meeting=meeting, until=form.cleaned_data["until"], by=me(request))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The minutes are out for remarks."))
            return redirect("meetings:minutes", pk)
    there = Invitation.objects.active().arrived().to_seat().filter(meeting=meeting)
    context = {"meeting": meeting, "minutes": form.instance, "form": form, "count": there.count()}
    return render(request, "meetings/minutes_sending.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def publication(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first: what is published is corrected, not taken back."""
    meeting = organised(request, pk)
    form = _as_read(request, meeting, PublishForm)
    if form.is_valid():
        try:
            is_new = publishing.publish(meeting=meeting, by=me(request))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            said = _("The minutes are published.") if is_new else _("The minutes were published already.")
            messages.success(request, said)
            return redirect("meetings:minutes", pk)
    row = form.instance
    open_remarks = row.remarks.unanswered().count() if row.pk else 0
    context = {"meeting": meeting, "minutes": row, "form": form, "open_remarks": open_remarks}
    return render(request, "meetings/minutes_publication.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def remark(request: HttpRequest, pk: int, remark_pk: int) -> HttpResponse:
    """An organiser answers one, or ticks it off."""
    meeting = organised(request, pk)
    chosen = Remark.objects.of(meeting)
    found = get_object_or_404(chosen, pk=remark_pk)
    form = AnswerForm(request.POST if request.method == "POST" else None, instance=found)
    if form.is_valid():
        remarking.answer(remark=found, text=form.cleaned_data["answer"])
        messages.success(request, _("Answered.") if form.cleaned_data["answer"] else _("Ticked off."))
        return redirect(reverse("meetings:minutes", args=[pk]) + "#merknader")
    context = {"meeting": meeting, "remark": found, "form": form}
    return render(request, "meetings/minutes_remark.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def minutes_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    return _signed_in(request, pk, _file, kind)


@login_not_required
@never_cache
@require_safe
@limited_link(PURPOSE)
def file_by_link(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    return _by_link(request, token, _file, kind)


def _file(request: HttpRequest, found: Minutes, reader: Reader, kind: str) -> HttpResponse:
    """As Word or PDF; where PDF cannot be made, back with a word about it."""
    write, content_type = files.WRITERS[kind]
    try:
        content = write(found)
    except documents.PdfUnavailable:
        messages.warning(request, _("PDF cannot be made here now. Download it as Word instead."))
        return redirect(reader.url("minutes", found.meeting))
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{files.file_name(found.meeting, kind)}"'
    return response
