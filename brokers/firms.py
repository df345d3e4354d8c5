"""A company's firms: found again by number or name, or made."""

from __future__ import annotations

from django.db import transaction

from brokers.models import Firm, InnovationCompany


@transaction.atomic
def find_or_make(*, company: InnovationCompany, name: str, org_number: str = "") -> Firm:
    """The company's firm with this number, or else with this name (whatever the case); made when there is none.

    A firm known by name alone takes the number. Raises ValidationError for a name or number that cannot be.
    """
    # Two who type the same new name at once wait for each other here.
    InnovationCompany.objects.select_for_update().get(pk=company.pk)
    own, name = Firm.objects.of_company(company.pk), " ".join(name.split())
    found = own.numbered(org_number).first() if org_number else own.named(name).first()
    if found is None:
        found = own.named(name).numbered("").first() or Firm(company=company, name=name)
    if found.pk is None or (org_number and not found.org_number):
        found.org_number = org_number
        found.full_clean()
        found.save()
    return found
