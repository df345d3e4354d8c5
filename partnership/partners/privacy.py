"""What schemes, calls and pages hold about a person: who checked them. That they were checked remains."""

from __future__ import annotations

from typing import Any

from partnership.partners.models import FundingCall, FundingScheme, InformationPage
from partnership.people.models import User

KINDS: tuple[type[FundingScheme | FundingCall], ...] = (FundingScheme, FundingCall)


def person_data(user: User) -> dict[str, list[dict[str, Any]]]:
    rows = [row for kind in KINDS for row in kind.objects.checked_by_name(user.name)]
    pages = InformationPage.objects.checked_by_person(user)
    return {
        "checked_funding": [{"what": str(row), "checked": row.last_checked} for row in rows],
        "checked_pages": [{"what": page.name, "checked": page.checked_on} for page in pages],
    }


def erase(person: User, addresses: set[str]) -> None:
    """Names are words there, since whoever checks may leave the portal: another of the same name goes too."""
    for kind in KINDS:
        kind.objects.checked_by_name(person.name).update(checked_by="")
        kind.history.filter(checked_by=person.name).update(checked_by="")
    InformationPage.objects.checked_by_person(person).update(checked_by=None)
    InformationPage.history.filter(checked_by=person).update(checked_by=None)
