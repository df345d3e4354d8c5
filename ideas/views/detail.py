"""An idea's page, its whole history, and its words."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ideas import page
from ideas.life import editing, undoing
from ideas.life.edit_form import EditForm
from ideas.models import EventKind
from ideas.views.common import me, visible, worked_on
from ideas.whose import holders
from municipalities.permissions import is_contact_of
from partnership.common import keyset

A_PAGE = 100


@login_not_required
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody who may see it, each what is theirs. A stranger is asked to sign in to what is not for everybody,
    whether the idea exists or not: mails lead here."""
    try:
        idea = visible(request, pk, for_page=True)
    except Http404:
        if request.user.is_authenticated:
            raise
        return redirect_to_login(request.get_full_path())
    return render(request, "ideas/idea_detail.html", page.context(request.user, idea))


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Every event, also what was undone: who, when, why, for whom."""
    idea = worked_on(request, pk)
    events = idea.events.with_holder().select_related("by", "behalf_of")
    found = keyset.page(events, order=("-at", "-pk"), after=request.GET.get("etter", ""), size=A_PAGE)
    to = holders.after(event for event in found.rows if event.kind == EventKind.HANDED_ON)
    for event in found.rows:
        event.given_to = str(to.get(event.pk, ""))
    undoable = {event.pk for event in undoing.by_contact(request.user, idea)}
    return render(request, "ideas/history.html", {"idea": idea, "page": found, "undoable": undoable})


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """By the contact and deputy: those named on it write notes."""
    idea = visible(request, pk)
    if not is_contact_of(request.user, idea.municipality_id):
        raise PermissionDenied
    form = EditForm(request.POST if request.method == "POST" else None, instance=idea)
    if request.method == "POST" and form.is_valid():
        by = me(request)
        editing.edit(idea=visible(request, pk), by=by, reason=form.cleaned_data["reason"], **form.texts())
        return redirect(idea.get_absolute_url())
    context = {"idea": visible(request, pk), "form": form}
    return render(request, "ideas/edit.html", context, status=422 if form.errors else 200)
