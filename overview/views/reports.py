"""*Rapporter*: ordered, followed while they are written, and downloaded through the access check."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from municipalities.models import Municipality
from overview.reports import ordering, rights
from overview.reports.forms import ArchiveForm, OrderForm
from overview.reports.models import Report
from partnership.common import documents, exports
from partnership.common.limits import by_person, limited
from partnership.people.models import User

_TYPES = {"pdf": documents.PDF, "xlsx": exports.XLSX, "zip": "application/zip"}
AN_HOUR = 30


@never_cache
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """``?om=`` is what the report is to be about, from a page about it."""
    initial = {"om": request.GET.get("om", "")}
    return _page(request, OrderForm(abouts=rights.abouts(request.user), initial=initial))


@require_POST
@limited("report", AN_HOUR, by_person)
def order(request: HttpRequest) -> HttpResponseBase:
    abouts = rights.abouts(request.user)
    if not abouts or not isinstance(request.user, User):
        raise PermissionDenied
    form = OrderForm(request.POST, abouts=abouts)
    if not form.is_valid():
        return _page(request, form)
    try:
        report = ordering.order(about=form.about, period=form.period, by=request.user)
    except ordering.TooMany:
        messages.warning(request, _too_many())
        return redirect("overview:reports")
    return redirect(report)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("archive", AN_HOUR, by_person)
def archive(request: HttpRequest) -> HttpResponseBase:
    places = [one for one in rights.registers(request.user) if isinstance(one, Municipality)]
    if not places or not isinstance(request.user, User):
        raise PermissionDenied
    form = ArchiveForm(request.POST or None, places=places)
    if request.method != "POST" or not form.is_valid():
        return render(request, "overview/archive.html", {"form": form})
    try:
        why = form.cleaned_data["hvorfor"]
        report = ordering.order_archive(municipality=form.place, why=why, by=request.user)
    except ordering.TooMany:
        messages.warning(request, _too_many())
        return redirect("overview:reports")
    return redirect(report)


@never_cache
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "overview/report.html", _context(request, pk))


@never_cache
@require_safe
def updates(request: HttpRequest, pk: int) -> HttpResponse:
    """204 while it is as it was at ``?v=``; otherwise the inner part of the page."""
    context = _context(request, pk)
    if request.GET.get("v", "") == context["version"]:
        return HttpResponse(status=204)
    return render(request, "overview/_report.html", context | {"is_update": True})


@never_cache
@require_safe
def file(request: HttpRequest, pk: int, kind: str) -> FileResponse:
    found = _own(request, pk)
    ordering.see(found)
    if not rights.can_download(request.user, found):
        raise PermissionDenied
    if kind not in found.files:
        raise Http404
    try:
        opened = getattr(found, kind).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    name = f"{'arkiv' if found.is_archive else 'rapport'}-{found.about.slug}-{found.pk}.{kind}"
    return FileResponse(opened, as_attachment=True, filename=exports.named(name), content_type=_TYPES[kind])


def _own(request: HttpRequest, pk: int) -> Report:
    return get_object_or_404(Report.objects.visible_to(request.user).with_about(), pk=pk)


def _context(request: HttpRequest, pk: int) -> dict[str, object]:
    found = _own(request, pk)
    ordering.see(found)
    may = rights.can_download(request.user, found)
    return {"report": found, "version": found.version, "files": found.files if may else [], "may_download": may}


def _page(request: HttpRequest, form: OrderForm) -> HttpResponse:
    own = rights.registers(request.user)
    context = {
        "form": form if form.abouts else None,
        "reports": Report.objects.visible_to(request.user).with_about()[:50],
        "can_export": bool(own),
        "can_archive": any(isinstance(one, Municipality) for one in own),
    }
    return render(request, "overview/reports.html", context)


def _too_many() -> str:
    return _("You have several reports on the way. Order more when they are done.")
