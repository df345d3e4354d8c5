"""Where the money is: schemes and their calls."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from partnership.common import norwegian
from partnership.partners import countback
from partnership.partners.conditions import Applicant
from partnership.partners.models import FundingCall, FundingScheme, Partner, ResearchOrganisation
from partnership.partners.permissions import can_keep_funding
from partnership.partners.reasons import Reasons
from partnership.partners.terms_of_call import Terms


@login_not_required
@require_safe
def funding(request: HttpRequest) -> HttpResponse:
    chosen = {name: request.GET.get(name, "")[:80] for name in ("q", "soker", "frist", "eier")}
    schemes = (
        FundingScheme.objects.shown()
        .matching(chosen["q"])
        .for_applicant(chosen["soker"])
        .with_deadline(chosen["frist"])
        .owned_by(chosen["eier"])
        .with_calls()
    )
    context = {
        "schemes": schemes,
        "next_deadlines": [] if any(chosen.values()) else _next_deadlines(schemes),
        "chosen": chosen,
        "is_filtered": any(chosen.values()),
        "applicants": Applicant.choices,
        "deadline_kinds": FundingScheme.DeadlineKind.choices,
        "partners": Partner.objects.all(),
        "research_organisations": ResearchOrganisation.objects.all(),
    }
    return render(request, "partners/funding.html", context)


def _next_deadlines(schemes: Iterable[FundingScheme]) -> list[FundingCall]:
    """The five open calls that close first, of schemes read ``with_calls``."""
    calls = [call for scheme in schemes for call in scheme.live_calls if call.closes]
    return sorted(calls, key=lambda call: (call.closes, call.pk))[:5]


@login_not_required
@require_safe
def scheme(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(FundingScheme.objects.shown().with_call_terms(), slug=slug)
    context = {"scheme": found, "terms": found.terms, "can_keep_funding": can_keep_funding(request.user)}
    return render(request, "partners/scheme.html", context)


@login_not_required
@require_safe
def call(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    found = get_object_or_404(FundingCall.objects.shown().of_scheme(slug).with_terms(), pk=pk)
    terms = found.terms
    context = {
        "call": found,
        "terms": terms,
        "demands": Reasons.of(found, terms, timezone.now()).demands(),
        "countback": _countback(found, terms),
        "can_keep_funding": can_keep_funding(request.user),
    }
    return render(request, "partners/call.html", context)


def _countback(call: FundingCall, terms: Terms) -> list[countback.Row]:
    if call.closes is None or call.is_over:
        return []
    return countback.rows(closes=call.closes, terms=terms, today=norwegian.today())
