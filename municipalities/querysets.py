"""Chainable adjectives over municipalities and their contact roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Prefetch, Q

from partnership.people.querysets import SeatQuerySet

if TYPE_CHECKING:
    from municipalities.models import FouiContact, Municipality  # noqa: F401


class FouiContactQuerySet(SeatQuerySet["FouiContact"]):
    def in_municipality(self, municipality: Municipality) -> Self:
        return self.filter(municipality=municipality)


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    def matching(self, words: str) -> Self:
        """Every word of ``words`` is found in the number, a name, a Sami name or a regional council."""
        found = self
        for word in words[:200].replace("\x00", " ").lower().split()[:8]:
            found = found.filter(
                Q(search_text__contains=word)
                | Q(councils__name__icontains=word)
                | Q(councils__full_name__icontains=word)
            )
        return found.distinct() if words.strip() else self

    def in_council(self, slug: str) -> Self:
        """All when ``slug`` is empty."""
        return self.filter(councils__slug=slug).distinct() if slug else self

    def with_contacts(self) -> Self:
        """Prefetch open contact roles with their current terms, and councils."""
        from municipalities.models import CouncilMembership, FouiContact

        seats = FouiContact.objects.open().with_current_terms().order_by("pk")
        memberships = CouncilMembership.objects.select_related("council").order_by(
            "-is_primary", "council__sort_name"
        )
        return self.prefetch_related(
            Prefetch("contacts", queryset=seats, to_attr="open_contacts"),
            Prefetch("memberships", queryset=memberships, to_attr="council_memberships"),
        )
