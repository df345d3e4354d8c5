"""The outline of an idea: read it, write a section, bring an earlier text back, open it, copy another."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ideas.models import Idea, OutlineSection, ProjectOutline
from ideas.money import outline_files, outline_headings, outlining
from ideas.money.outline_forms import CopyForm, SectionForm
from ideas.permissions import can_open_outline, can_read_outline, can_write_outline
from ideas.views.common import me, visible
from partnership.common import documents
from partnership.common.numbers import key

WRITERS = {"docx": (outline_files.docx, documents.DOCX), "pdf": (outline_files.pdf, documents.PDF)}


def readable(request: HttpRequest, pk: int) -> tuple[Idea, ProjectOutline]:
    """For its writers, and for those who see the idea when it is open."""
    idea = visible(request, pk)
    outline = get_object_or_404(ProjectOutline, idea=idea)
    if not can_read_outline(request.user, idea, outline):
        raise PermissionDenied
    return idea, outline


def writable(request: HttpRequest, pk: int) -> tuple[Idea, ProjectOutline]:
    idea = visible(request, pk)
    if not can_write_outline(request.user, idea):
        raise PermissionDenied
    return idea, get_object_or_404(ProjectOutline, idea=idea)


@require_http_methods(["GET", "POST"])
def outline(request: HttpRequest, pk: int) -> HttpResponse:
    """All of it to read; POST starts one."""
    idea = visible(request, pk)
    writes = can_write_outline(request.user, idea)
    found = ProjectOutline.objects.of(idea)
    if found is None or request.method == "POST":
        return _start(request, idea, found, writes)
    if not can_read_outline(request.user, idea, found):
        raise PermissionDenied
    parts = outlining.parts(found)
    written = sum(section.is_written for part in parts for section in part.sections)
    context = {
        "idea": idea,
        "outline": found,
        "parts": parts,
        "progress": outlining.progress(written),
        "next": outlining.first_empty(parts),
        "copied_from": outlining.shown_source(found, request.user),
        "writes": writes,
        "can_open": can_open_outline(request.user, idea),
        "saved": request.GET.get("lagret", "")[:20],
    }
    return render(request, "ideas/outline.html", context)


def _start(request: HttpRequest, idea: Idea, found: ProjectOutline | None, writes: bool) -> HttpResponse:
    if not writes:
        raise PermissionDenied
    if request.method == "GET":
        return render(request, "ideas/outline_start.html", {"idea": idea})
    try:
        started = found or outlining.start(idea=idea, by=me(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(idea)
    return redirect(started)


def _heading(path: str) -> outline_headings.Heading:
    try:
        return outline_headings.BY_PATH[path]
    except KeyError:
        raise Http404 from None


@require_http_methods(["GET", "POST"])
@transaction.atomic
def section(request: HttpRequest, pk: int, path: str) -> HttpResponse:
    idea, found = writable(request, pk)
    heading = _heading(path)
    row = get_object_or_404(found.sections.with_writer(), heading=heading.key)
    form = SectionForm(request.POST or None, instance=row, heading=heading)
    following = outline_headings.following(heading.key)
    if request.method == "POST" and form.is_valid():
        outlining.write(section=row, text=form.cleaned_data["text"], by=me(request))
        return _onward(request, row, following)
    context = {
        "idea": idea,
        "outline": found,
        "heading": heading,
        "section": get_object_or_404(found.sections.with_writer(), pk=row.pk),
        "form": form,
        "following": following,
        "has_earlier": row.replaced.exists(),
        "saved": request.GET.get("lagret", "")[:20],
    }
    return render(request, "ideas/outline_section.html", context, status=422 if form.errors else 200)


def _onward(request: HttpRequest, row: OutlineSection, following: outline_headings.Heading | None) -> HttpResponse:
    """``lagret`` tells the page that what lies on the reader's own machine is no longer needed."""
    pk = row.outline.idea_id
    if request.POST.get("valg") == "neste" and following:
        url = reverse("ideas:outline_section", args=[pk, following.path])
        return redirect(f"{url}?lagret={row.pk}")
    messages.success(request, _("Saved."))
    return redirect(f"{reverse('ideas:outline', args=[pk])}?lagret={row.pk}#{row.about.path}")


@require_http_methods(["GET", "POST"])
def earlier(request: HttpRequest, pk: int, path: str) -> HttpResponse:
    """What stood under a heading before; POST brings one back."""
    idea, found = writable(request, pk)
    row = get_object_or_404(found.sections.all(), heading=_heading(path).key)
    if request.method == "POST":
        text = get_object_or_404(row.replaced.select_related("section"), pk=key(request.POST.get("tekst", "")))
        outlining.bring_back(earlier=text, by=me(request))
        messages.success(request, _("The earlier text is back. The one that stood here is kept too."))
        return redirect("ideas:outline_section", pk, path)
    texts = row.replaced.select_related("edited_by")[:50]
    context = {"idea": idea, "heading": row.about, "section": row, "texts": texts}
    return render(request, "ideas/outline_earlier.html", context)


@require_POST
def opening(request: HttpRequest, pk: int) -> HttpResponse:
    """Let others read and copy the outline, or no longer."""
    idea = visible(request, pk)
    if not can_open_outline(request.user, idea):
        raise PermissionDenied
    found = get_object_or_404(ProjectOutline, idea=idea)
    is_open = request.POST.get("apen") == "ja"
    outlining.set_open(outline=found, is_open=is_open, by=me(request))
    if is_open:
        messages.success(request, _("Those who see the idea can now read and copy the outline."))
    else:
        messages.success(request, _("The outline is closed. What others have copied is theirs."))
    return redirect(found)


@require_http_methods(["GET", "POST"])
def copying(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose an open outline of another idea; its texts go where nothing is written here."""
    idea, found = writable(request, pk)
    form = CopyForm(request.POST or None, user=me(request), own=found)
    if request.method == "POST" and form.is_valid():
        try:
            count = outlining.copy(source=form.cleaned_data["source"], into=found, by=me(request))
        except ValidationError as error:
            form.add_error("source", error)
        else:
            _tell_copied(request, count)
            return redirect(found)
    context = {"idea": idea, "form": form, "has_any": form.fields["source"].queryset.exists()}  # type: ignore[attr-defined]
    return render(request, "ideas/outline_copy.html", context, status=422 if form.errors else 200)


def _tell_copied(request: HttpRequest, count: int) -> None:
    if not count:
        messages.info(request, _("Nothing was copied: what is written there, is written here already."))
        return
    text = ngettext("%(n)s text is copied. Make it yours.", "%(n)s texts are copied. Make them yours.", count)
    messages.success(request, text % {"n": count})


@require_safe
def download(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """As Word or PDF; where PDF cannot be made, back with a word about it."""
    idea, found = readable(request, pk)
    made, content_type = WRITERS[kind]
    try:
        content = made(idea, found)
    except documents.PdfUnavailable:
        messages.warning(request, _("PDF cannot be made here now. Download it as Word instead."))
        return redirect(found)
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{outline_files.file_name(idea, kind)}"'
    return response
