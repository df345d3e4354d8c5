"""Writing to the sender, writing notes, and the files that go with either."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ideas import page
from ideas.models import Attachment, Idea, IdeaSender
from ideas.permissions import can_write_to_sender
from ideas.talk import talking
from ideas.talk.forms import MessageForm, NoteForm
from ideas.views.common import doer, me, visible, worked_on
from municipalities.permissions import is_contact_of


@require_POST
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """To the sender, also by the broker who may write for the contact; what is refused stands in its field."""
    idea = visible(request, pk)
    if not can_write_to_sender(request.user, idea):
        raise PermissionDenied
    form = MessageForm(request.POST, request.FILES, prefix="message")
    if not IdeaSender.objects.filter(idea=idea).exists():
        raise Http404
    if form.is_valid() and _said(request, idea, form, is_internal=False):
        messages.success(request, _("Sent to the sender."))
        return redirect(f"{idea.get_absolute_url()}#samtale")
    return render(request, "ideas/idea_detail.html", page.context(request.user, idea, message=form), status=422)


@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Inside the municipality."""
    idea = worked_on(request, pk)
    form = NoteForm(request.POST, request.FILES, prefix="note")
    if form.is_valid() and _said(request, idea, form, is_internal=True):
        messages.success(request, _("The note is saved. The sender does not see it."))
        return redirect(f"{idea.get_absolute_url()}#notater")
    return render(request, "ideas/idea_detail.html", page.context(request.user, idea, note=form), status=422)


def _said(request: HttpRequest, idea: Idea, form: MessageForm | NoteForm, *, is_internal: bool) -> bool:
    text, file, by = form.cleaned_data["text"], form.cleaned_data.get("file"), me(request)
    try:
        with transaction.atomic():
            message = None
            if is_internal:
                talking.note(idea=idea, text=text, by=by)
            else:
                behalf_of = doer(request, idea).behalf_of
                message = talking.write_to_sender(idea=idea, text=text, by=by, behalf_of=behalf_of)
            if file:
                talking.attach(idea=idea, file=file, by=by, is_internal=is_internal, message=message)
    except ValidationError as error:
        form.add_error("file" if file else "text", error.messages)
        return False
    return True


@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """«Lest»: nothing to answer."""
    idea = worked_on(request, pk)
    talking.mark_read(idea=idea)
    return redirect(f"{idea.get_absolute_url()}#samtale")


@require_safe
def attachment(request: HttpRequest, pk: int, attachment_pk: int) -> HttpResponseBase:
    """For those who work on it, as a download, whatever the file says it is."""
    return file_response(_kept(worked_on(request, pk), attachment_pk))


@require_http_methods(["GET", "HEAD", "POST"])
def attachment_removal(request: HttpRequest, pk: int, attachment_pk: int) -> HttpResponse:
    """By whoever put it there, and by the contact and deputy."""
    idea = worked_on(request, pk)
    found = _kept(idea, attachment_pk)
    if found.by_id != me(request).pk and not is_contact_of(request.user, idea.municipality_id):
        raise PermissionDenied
    if request.method == "POST":
        talking.take_away(attachment=found, by=me(request))
        messages.success(request, _("Taken away."))
        return redirect(f"{idea.get_absolute_url()}#samtale")
    return render(request, "ideas/attachment_removal.html", {"idea": visible(request, pk), "attachment": found})


def _kept(idea: Idea, attachment_pk: int) -> Attachment:
    return get_object_or_404(idea.attachments.kept(), pk=attachment_pk)


def file_response(found: Attachment) -> FileResponse:
    """Also for the sender's page, with what is ``for_sender``. Raises Http404 when the file is gone."""
    try:
        file = found.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, as_attachment=True, filename=found.name)
    response["Content-Type"] = "application/octet-stream"
    response["X-Content-Type-Options"] = "nosniff"
    return response
