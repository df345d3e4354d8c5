"""The directory: every municipality on one page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from municipalities import directory
from municipalities.models import RegionalCouncil
from municipalities.permissions import can_see_private_contact
from partnership.common.exports import csv_response


@login_not_required
@require_safe
def municipality_list(request: HttpRequest) -> HttpResponse:
    entries = directory.entries(**_filters(request))
    context = {
        "entries": entries,
        "councils": RegionalCouncil.objects.all(),
        "filters": _filters(request),
        "standings": directory.Standing,
        "sees_private": can_see_private_contact(request.user),
        "export_query": request.GET.urlencode(),
    }
    return render(request, "municipalities/municipality_list.html", context)


@login_not_required
@require_safe
def municipality_csv(request: HttpRequest) -> HttpResponse:
    private = can_see_private_contact(request.user)
    header = [
        _("Number"),
        _("Municipality"),
        _("Regional council"),
        _("FoUI contact"),
        _("Deputy"),
        _("Role address"),
    ]
    header += [_("E-mail"), _("Phone")] if private else []
    rows = []
    for entry in directory.entries(**_filters(request)):
        place = [entry.municipality.number, entry.municipality.name, ", ".join(entry.councils)]
        for line in entry.contacts or (None,):
            rows.append([*place, *_person_columns(line, private)])
    return csv_response("kommuner", header, rows)


def _person_columns(line: directory.ContactLine | None, private: bool) -> list[str]:
    if line is None:
        return ["", "", "", *(["", ""] if private else [])]
    holder = line.holder
    columns = [holder.name if holder else "", ", ".join(d.name for d in line.deputies), line.role_email]
    if private:
        columns += [holder.email, holder.phone] if holder else ["", ""]
    return columns


def _filters(request: HttpRequest) -> dict[str, str]:
    get = request.GET
    return {"words": get.get("q", ""), "council": get.get("regionrad", ""), "standing": get.get("status", "")}
