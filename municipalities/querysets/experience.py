"""Chainable adjectives over experiences."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Q

from municipalities.querysets.begun import BegunQuerySet
from partnership.people.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from municipalities.models import Experience, Municipality  # noqa: F401
    from partnership.partners.models import Theme


class ExperienceQuerySet(BegunQuerySet["Experience"]):
    def visible_to(self, user: User | AnonymousUser | Any) -> Self:
        """What is published, for everybody; drafts for the municipality's contact and deputy."""
        from municipalities import places

        own = places.of_contact(user)
        return self.filter(Q(published_at__isnull=False) | Q(municipality__in=own)) if own else self.published()

    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def drafts(self) -> Self:
        return self.filter(published_at__isnull=True)

    def of(self, municipality: Municipality | int) -> Self:
        return self.filter(municipality=municipality)

    def in_place(self, slug: str) -> Self:
        """All when ``slug`` is empty."""
        return self.filter(municipality__slug=slug) if slug else self

    def with_theme(self, slug: str) -> Self:
        """All when ``slug`` is empty."""
        return self.filter(themes__slug=slug) if slug else self

    def not_of(self, municipality: Municipality) -> Self:
        return self.exclude(municipality=municipality)

    def in_places(self, places: Iterable[int]) -> Self:
        return self.filter(municipality__in=set(places))

    def about(self, theme: Theme) -> Self:
        return self.filter(themes=theme)

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")

    def for_list(self) -> Self:
        return self.select_related("municipality").prefetch_related("themes")
