"""Past meetings from a spreadsheet: choose a file, see what every row would do, press once more."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings.past import past_import
from meetings.permissions import imports_for
from meetings.views.common import me
from partnership.common import exports, imports
from partnership.partners.models import Partner


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    partner = _partner(request)
    if "rader" in request.POST:
        return _carry_out(request, partner)
    form = imports.FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            rows = past_import.read(imports.content(form.cleaned_data["file"]))
        except imports.Unreadable as error:
            form.add_error("file", str(error))
        else:
            return _page(request, imports.FileForm(), past_import.plan(rows, partner), rows)
    return _page(request, form)


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """The columns, and a row for every municipality."""
    _partner(request)
    return exports.xlsx_response("mal-for-tidligere-moter", past_import.HEADING, past_import.template_rows())


def _partner(request: HttpRequest) -> Partner:
    partner = imports_for(request.user)
    if partner is None:
        raise PermissionDenied
    return partner


def _carry_out(request: HttpRequest, partner: Partner) -> HttpResponse:
    try:
        rows = imports.unsigned(request.POST["rader"], _salt(request))
    except imports.Unreadable as error:
        messages.error(request, str(error))
        return redirect("meetings:past_import")
    done = past_import.carry_out(rows=rows, partner=partner, by=me(request))
    if done.errors:
        messages.error(request, _("Something has changed since the preview. Nothing was imported; look again."))
        return _page(request, imports.FileForm(), done, rows)
    text = ngettext("%(n)s row was imported.", "%(n)s rows were imported.", done.changes)
    messages.success(request, text % {"n": done.changes})
    return redirect("meetings:past_import")


@require_POST
def undo(request: HttpRequest, import_pk: int) -> HttpResponse:
    """*Angre*, of the last one."""
    try:
        past_import.take_back(partner=_partner(request), pk=import_pk)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Undone.") + " " + _("All stands as before the import."))
    return redirect("meetings:past_import")


def _page(
    request: HttpRequest,
    form: imports.FileForm,
    plan: past_import.Plan | None = None,
    rows: list[imports.Row] | None = None,
) -> HttpResponse:
    partner = _partner(request)
    context = {
        "form": form,
        "plan": plan,
        "rows": imports.signed(rows or [], _salt(request)) if plan and plan.changes else "",
        "last": None if plan else past_import.last(partner),
        "headings": past_import.HEADING,
    }
    failed = bool(form.errors) or bool(plan and plan.errors)
    return render(request, "meetings/past_import.html", context, status=422 if failed else 200)


def _salt(request: HttpRequest) -> str:
    return f"past-meetings-{me(request).pk}"
