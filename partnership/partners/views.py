"""Where the money is: schemes and their calls."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from partnership.partners.models import Applicant, FundingScheme, Partner, ResearchOrganisation
from partnership.partners.permissions import can_keep_funding


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
        "chosen": chosen,
        "is_filtered": any(chosen.values()),
        "applicants": Applicant.choices,
        "deadline_kinds": FundingScheme.DeadlineKind.choices,
        "partners": Partner.objects.all(),
        "research_organisations": ResearchOrganisation.objects.all(),
    }
    return render(request, "partners/funding.html", context)


@login_not_required
@require_safe
def scheme(request: HttpRequest, slug: str) -> HttpResponse:
    scheme = get_object_or_404(FundingScheme.objects.shown().with_calls(), slug=slug)
    return render(
        request, "partners/scheme.html", {"scheme": scheme, "can_keep_funding": can_keep_funding(request.user)}
    )
