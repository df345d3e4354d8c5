"""*Rapport om kompetansemegling*: on the page, and as a file."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from brokers.permissions import can_see_report
from overview.brokering import brokering_report
from overview.brokering.report_form import ReportForm
from partnership.common import exports

FILES = {"csv": exports.csv_response, "xlsx": exports.xlsx_response}


def _asked(request: HttpRequest) -> ReportForm:
    """Whose sums, and of when. Raises PermissionDenied."""
    if not can_see_report(request.user):
        raise PermissionDenied
    return ReportForm(
        request.GET or {"periode": "dette-kvartalet"}, companies=brokering_report.companies_for(request.user)
    )


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    form = _asked(request)
    period, companies = form.period, form.companies
    context = {
        "form": form,
        "period": period,
        "companies": companies,
        "figures": brokering_report.figures(period, companies),
        "lines": brokering_report.by_company(period, companies) if len(companies) > 1 else [],
        "query": request.GET.urlencode(),
    }
    return render(request, "overview/brokering_report.html", context)


@require_safe
def file(request: HttpRequest, kind: str) -> HttpResponse:
    form = _asked(request)
    header, rows = brokering_report.table(form.period, form.companies)
    return FILES[kind]("kompetansemegling", header, rows)
