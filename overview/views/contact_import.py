"""Contacts from a spreadsheet: choose a file, see what every row would do, press once more. Out again likewise."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from overview import contact_import
from partnership.common import exports, imports
from partnership.people.models import User


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Who may is decided by the admin site, which wraps this."""
    assert isinstance(request.user, User)
    if "rader" in request.POST:
        return _carry_out(request, request.user)
    form = imports.FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            rows = contact_import.read(imports.content(form.cleaned_data["file"]))
        except imports.Unreadable as error:
            form.add_error("file", str(error))
        else:
            return _page(request, form=imports.FileForm(), plan=contact_import.plan(rows), rows=rows)
    return _page(request, form=form)


@require_GET
def export(request: HttpRequest, ending: str) -> HttpResponse:
    """All contacts and deputies, as the import wants them."""
    respond = exports.xlsx_response if ending == "xlsx" else exports.csv_response
    return respond("foui-kontakter", contact_import.HEADING, contact_import.export_rows())


@require_GET
def empty_file(request: HttpRequest, ending: str) -> HttpResponse:
    """The columns, and a row for every municipality without a contact: what there is to fill in."""
    respond = exports.xlsx_response if ending == "xlsx" else exports.csv_response
    return respond("mal-for-import", contact_import.HEADING, contact_import.rows_to_fill_in())


def _carry_out(request: HttpRequest, by: User) -> HttpResponse:
    try:
        rows = imports.unsigned(request.POST["rader"], _salt(by))
        done = contact_import.carry_out(rows=rows, by=by)
    except imports.Unreadable as error:
        messages.error(request, str(error))
        return redirect("admin:contact_import")
    except ValidationError as error:
        messages.error(request, _("Nothing was imported. %(reason)s") % {"reason": " ".join(error.messages)})
        return redirect("admin:contact_import")
    if done.errors:
        messages.error(request, _("Something has changed since the preview. Nothing was imported; look again."))
        return _page(request, form=imports.FileForm(), plan=done, rows=rows)
    text = ngettext("%(n)s row was imported.", "%(n)s rows were imported.", done.changes)
    messages.success(request, text % {"n": done.changes})
    return redirect("municipalities:list")


def _page(
    request: HttpRequest,
    *,
    form: imports.FileForm,
    plan: contact_import.Plan | None = None,
    rows: list[imports.Row] | None = None,
) -> HttpResponse:
    assert isinstance(request.user, User)
    context = {
        "form": form,
        "plan": plan,
        "rows": imports.signed(rows or [], _salt(request.user)) if plan and plan.changes else "",
        "headings": contact_import.HEADING,
    }
    failed = bool(form.errors) or bool(plan and plan.errors)
    return render(request, "overview/contact_import.html", context, status=422 if failed else 200)


def _salt(user: User) -> str:
    return f"contact-import-{user.pk}"
