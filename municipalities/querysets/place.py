"""Chainable adjectives over municipalities and their contact roles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, OuterRef, Q

from partnership.common import norwegian
from partnership.people.querysets import SeatQuerySet, term_on

if TYPE_CHECKING:
    from municipalities.models import FouiContact, Municipality, RegionalCouncil  # noqa: F401


class FouiContactQuerySet(SeatQuerySet["FouiContact"]):
    def in_municipality(self, municipality: Municipality) -> Self:
        return self.filter(municipality=municipality)

    def in_municipalities(self, places: Iterable[int]) -> Self:
        return self.filter(municipality__in=set(places)).order_by("pk")


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    def called(self, words: str) -> Municipality | None:
        """The one with exactly this name, «Frosta» or «Frosta kommune»; None for all else."""
        name = " ".join(words.replace("\x00", " ").split()).removesuffix(" kommune")
        return self.filter(Q(name__iexact=name) | Q(official_name__iexact=words.strip())).first() if name else None

    def matching(self, words: str) -> Self:
        """Every word of ``words`` is found in the number, a name, a Sami name, a regional council, or the name of
        who is contact or deputy today. «sna» finds Snåsa: letters are compared without their rings and strokes."""
        found = self
        for word in words[:200].replace("\x00", " ").lower().split()[:8]:
            names = Q(search_text__contains=word) | Q(search_text__contains=norwegian.plain(word))
            council = Q(councils__name__icontains=word) | Q(councils__full_name__icontains=word)
            held = term_on(None, "contacts__terms__") & Q(contacts__terms__person__name__icontains=word)
            held &= Q(contacts__closed_on=None) | Q(contacts__closed_on__gt=norwegian.today())
            found = found.filter(names | council | held)
        return found.distinct() if words.strip() else self

    def in_council(self, slug: str) -> Self:
        """All when ``slug`` is empty."""
        return self.filter(councils__slug=slug).distinct() if slug else self

    def with_council_names(self) -> Self:
        """``council_names``: the regional councils' short names, the primary one first."""
        from municipalities.models import CouncilMembership

        memberships = CouncilMembership.objects.filter(municipality=OuterRef("pk"))
        names = memberships.order_by("-is_primary", "council__sort_name").values("council__name")
        return self.annotate(council_names=ArraySubquery(names))

    def with_experiences(self) -> Self:
        """Those that have shared one."""
        from municipalities.models import Experience

        return self.filter(Exists(Experience.objects.published().filter(municipality=OuterRef("pk")))).order_by(
            "sort_name"
        )

    def without_contact(self) -> Self:
        """Where nobody holds a contact role today: ``directory.Standing.VACANT``."""
        from municipalities.models import FouiContact

        return self.filter(~Exists(FouiContact.objects.held().filter(municipality=OuterRef("pk"))))

    def without_postmottak(self) -> Self:
        return self.filter(postmottak="")


class RegionalCouncilQuerySet(models.QuerySet["RegionalCouncil"]):
    def with_municipality_names(self) -> Self:
        """``municipality_names`` in Norwegian order."""
        from municipalities.models import CouncilMembership

        memberships = CouncilMembership.objects.filter(council=OuterRef("pk"))
        names = memberships.order_by("municipality__sort_name").values("municipality__name")
        return self.annotate(municipality_names=ArraySubquery(names))
