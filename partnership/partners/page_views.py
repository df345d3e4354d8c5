"""What the partners explain: read by everybody, written and checked by those who own the page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnership.common.gone import not_found_when_gone
from partnership.common.worded import LONGEST
from partnership.partners.models import InformationPage, Partner
from partnership.partners.pages import publishing
from partnership.partners.pages.forms import PageForm
from partnership.partners.permissions import can_begin_page, can_write_page
from partnership.people.models import User

TO_LOOK_AT = "sjekk"


@login_not_required
@require_safe
def page_list(request: HttpRequest) -> HttpResponse:
    """``?eier=`` a partner's slug; ``?vis=sjekk`` one's own that are old or lead to dead ends."""
    owner = request.GET.get("eier", "").replace("\x00", "")[:80]
    rows = InformationPage.objects.visible_to(request.user).owned_by(owner)
    shows_own = request.GET.get("vis") == TO_LOOK_AT and can_begin_page(request.user)
    if shows_own:
        own = rows.written_by(request.user)
        rows = own.to_check() | own.with_broken_link()
    found = list(rows.for_list())
    context = {
        "kinds": [(kind.label, [page for page in found if page.kind == kind]) for kind in InformationPage.Kind],
        "has_pages": bool(found),
        "owner": owner,
        "shows_own": shows_own,
        "partners": list(Partner.objects.all()),
        "can_begin": can_begin_page(request.user),
    }
    return render(request, "partners/page_list.html", context)


@login_not_required
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    found = _visible(request, slug)
    can_write = can_write_page(request.user, found)
    context = {
        "page": found,
        "themes": list(found.themes.all()),
        "can_write": can_write,
        "dead_links": [link for link in found.links.all() if link.link_is_broken] if can_write else [],
    }
    return render(request, "partners/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    by = _writer(request)
    own = Partner.objects.of_officer(by).first()
    form = PageForm(request.POST or None, by=by, initial={"partner": own})
    return _written(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@not_found_when_gone(InformationPage)
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    found = _own(request, slug)
    with transaction.atomic():
        if request.method == "POST":
            # Published or checked meanwhile, it stays so.
            found = InformationPage.objects.select_for_update().get(pk=found.pk)
        form = PageForm(request.POST or None, by=_writer(request), instance=found)
        return _written(request, form, found)


def _written(request: HttpRequest, form: PageForm, found: InformationPage | None) -> HttpResponse:
    """Saved, or the form: with what is wrong, or with how it looks (``valg`` vis)."""
    shows = request.POST.get("valg") == "vis"
    if request.method == "POST" and form.is_valid() and not shows:
        saved = form.save()
        is_draft = _("Saved. It is a draft: only advisers see it.")
        messages.success(request, _("Saved.") if saved.is_published else is_draft)
        return redirect(saved)
    is_wrong = bool(form.is_bound and form.errors and not shows)
    # The form has put what was typed into the row, also what is not saved.
    name = InformationPage.objects.values_list("name", flat=True).get(pk=found.pk) if found else ""
    context = {"form": form, "page": found, "name": name, "text": form["text"].value() or ""}
    return render(request, "partners/page_form.html", context, status=422 if is_wrong else 200)


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """While typing; nothing is kept."""
    _writer(request)
    return render(request, "partners/_page_preview.html", {"text": request.POST.get("text", "")[:LONGEST]})


@require_http_methods(["GET", "HEAD", "POST"])
@not_found_when_gone(InformationPage)
def publication(request: HttpRequest, slug: str) -> HttpResponse:
    """Asks first: everybody reads it from then on."""
    found, error = _own(request, slug), ""
    if request.method == "POST":
        try:
            publishing.publish(page=found, by=_writer(request))
        except ValidationError as refused:
            error = " ".join(refused.messages)
        else:
            messages.success(request, _("Published. Everybody can read it."))
            return redirect(found)
    return _asked(request, found, "publish", error)


@require_http_methods(["GET", "HEAD", "POST"])
@not_found_when_gone(InformationPage)
def withdrawal(request: HttpRequest, slug: str) -> HttpResponse:
    """Asks first: what is published becomes a draft, and links to it stop working for others; a draft is deleted
    where the press says so (``valg`` slett)."""
    found, error = _own(request, slug), ""
    if request.method == "POST":
        try:
            return _withdrawn(request, found, deletes=request.POST.get("valg") == "slett")
        except ValidationError as refused:
            found, error = _own(request, slug), " ".join(refused.messages)
    return _asked(request, found, "withdraw" if found.is_published else "delete", error)


def _withdrawn(request: HttpRequest, found: InformationPage, *, deletes: bool) -> HttpResponse:
    """Raises ``ValidationError`` for what somebody else has published meanwhile."""
    if deletes:
        publishing.delete(page=found)
        messages.success(request, _("The draft is deleted."))
        return redirect("pages:list")
    if publishing.take_back(page=found):
        messages.success(request, _("Taken back. Only advisers see it now."))
    return redirect(found)


def _asked(request: HttpRequest, found: InformationPage, what: str, error: str = "") -> HttpResponse:
    context: dict[str, Any] = {"page": found, "what": what, "error": error}
    return render(request, "partners/page_confirm.html", context, status=422 if error else 200)


@require_POST
@not_found_when_gone(InformationPage)
def check(request: HttpRequest, slug: str) -> HttpResponse:
    found = _own(request, slug)
    publishing.check(page=found, by=_writer(request))
    messages.success(request, _("Thank you. The page is marked as checked today."))
    return redirect(found)


def _visible(request: HttpRequest, slug: str) -> InformationPage:
    rows = InformationPage.objects.visible_to(request.user).select_related("partner", "checked_by")
    return get_object_or_404(rows, slug=slug)


def _own(request: HttpRequest, slug: str) -> InformationPage:
    """For those who write it."""
    found = _visible(request, slug)
    if not can_write_page(request.user, found):
        raise PermissionDenied
    return found


def _writer(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or not can_begin_page(request.user):
        raise PermissionDenied
    return request.user
