"""What companies cover, several municipalities at once."""

from __future__ import annotations

from django.db import transaction

from brokers.models import Coverage, InnovationCompany
from municipalities.models import Municipality, RegionalCouncil
from partnership.common import norwegian


@transaction.atomic
def cover_council(*, company: InnovationCompany, council: RegionalCouncil) -> int:
    """Let the company cover every municipality of the council from today; returns how many are new.

    What it covers already, or is to cover later, stays as it is.
    """
    InnovationCompany.objects.select_for_update().get(pk=company.pk)
    there = Coverage.objects.by_company_alone().of_company(company.pk).not_ended().values("municipality")
    places = Municipality.objects.in_council(council.slug).exclude(pk__in=there)
    for place in places:
        Coverage.objects.create(company=company, municipality=place, since=norwegian.today())
    return len(places)
