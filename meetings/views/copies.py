"""Copies out of the board: a list to print, name badges, and a text for a website."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from meetings.after import copies
from meetings.views.common import organised
from partnership.common import documents, exports


@never_cache
@require_safe
def participants(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = organised(request, pk)
    rows, walk_ins = copies.participants(meeting), copies.walk_ins(meeting)
    context = {"meeting": meeting, "rows": rows, "walk_ins": walk_ins, "count": len(rows) + len(walk_ins)}
    return render(request, "meetings/participants.html", context)


@never_cache
@require_safe
def badges(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = organised(request, pk)
    rows = copies.with_badge(meeting)
    if not rows:
        messages.info(request, _("Nobody comes to the room yet, so there are no badges."))
        return redirect("meetings:board", pk)
    try:
        content = copies.badges(meeting, rows)
    except documents.PdfUnavailable:
        messages.warning(request, _("PDF cannot be made here now. Print the list of participants instead."))
        return redirect("meetings:participants", pk)
    return exports.file_response(content, f"navneskilt-{meeting.pk}.pdf", documents.PDF)


@never_cache
@require_safe
def website_text(request: HttpRequest, pk: int) -> HttpResponse:
    """To copy from the page, or with ``?fil`` as a file."""
    meeting = organised(request, pk)
    text = copies.website_text(meeting)
    if "fil" in request.GET:
        return exports.file_response(text.encode(), f"mote-{meeting.pk}.md", "text/markdown; charset=utf-8")
    return render(request, "meetings/website_text.html", {"meeting": meeting, "text": text})
