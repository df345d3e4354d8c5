"""The region as a whole: the map, the same as a table, the partners' board, and the lists behind the numbers."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ideas.lists import boards
from meetings.models import FollowUp
from overview.permissions import sees_region, works_in_the_workroom
from overview.region import behind, board, definitions, snapshot, table
from overview.region.figures import CLOSING_DAYS
from overview.region.page import Region
from partnership.common import exports
from partnership.common.context import region as words
from partnership.partners.models import FundingCall
from partnership.people.models import User

FILES = {"csv": exports.csv_response, "xlsx": exports.xlsx_response}


def _me(request: HttpRequest) -> User:
    """Raises PermissionDenied for those without a role."""
    if not isinstance(request.user, User) or not sees_region(request.user):
        raise PermissionDenied
    return request.user


@require_safe
def region(request: HttpRequest) -> HttpResponse:
    user = _me(request)
    found = Region(user, request.GET)
    context = {
        "region": found,
        "figures": found.figures,
        "stages": board.stage_lines(found.figures),
        "county": words()["county"],
    }
    if found.sees_board:
        context |= {
            "meetings": board.meeting_lines(found.figures, user),
            "coverage": board.coverage_lines(found.lines),
            "roles": board.role_lines(found.figures),
            "to_mend": board.to_mend(found.figures, found.lines),
        }
    return render(request, "overview/region.html", context)


@require_safe
def file(request: HttpRequest, kind: str) -> HttpResponse:
    """The table with every column the reader may see; of those rows and in that order."""
    found = Region(_me(request), request.GET)
    header, rows = table.as_file(found.chosen_lines, table.allowed(sees_comparisons=found.sees_comparisons))
    return FILES[kind]("regionen", header, rows)


@require_safe
def explained(request: HttpRequest) -> HttpResponse:
    user = _me(request)
    found = definitions.of_all() + definitions.of_comparisons()
    if works_in_the_workroom(user):
        found += definitions.of_board()
    return render(request, "overview/region_explained.html", {"definitions": found})


@require_safe
def ideas(request: HttpRequest) -> HttpResponse:
    """Behind a number of ideas: those of them the reader may open."""
    user = _me(request)
    get = request.GET.get
    found = behind.ideas(user, get("kolonne", ""), get("etter", ""), shared=get("delt") == "ja")
    context = {
        "found": found,
        "rows": boards.rows(found.page.rows, user, names_persons=False),
    }
    return render(request, "overview/region_ideas.html", context)


@require_safe
def follow_ups(request: HttpRequest) -> HttpResponse:
    user = _me(request)
    if not works_in_the_workroom(user):
        raise PermissionDenied
    rows = FollowUp.objects.overdue().of_partner_meetings().visible_to(user).for_list()
    kept = snapshot.current()
    context = {"rows": rows, "at": kept.at, "total": kept.figures.overdue}
    return render(request, "overview/region_follow_ups.html", context)


@require_safe
def deadlines(request: HttpRequest) -> HttpResponse:
    _me(request)
    calls = FundingCall.objects.open().closing_within(CLOSING_DAYS).next_to_close().select_related("scheme")
    return render(request, "overview/region_deadlines.html", {"calls": calls, "days": CLOSING_DAYS})
