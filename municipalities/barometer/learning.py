"""From a weak theme to what others have tried and what is explained."""

from __future__ import annotations

from collections.abc import Sequence

from municipalities.models import Experience, Municipality
from partnership.partners.models import InformationPage, Theme

# The region's themes that come nearest what a question asks about, by slug.
THEMES = {
    "leader": ("kompetanse-og-rekruttering",),
    "taking_part": ("kompetanse-og-rekruttering",),
    "means": ("digitalisering", "faerre-innbyggere"),
}


def experiences(question: str, own: Municipality) -> Sequence[Experience]:
    """Three of other municipalities: on the question's themes where there are some, else the newest."""
    published = Experience.objects.published().not_of(own).for_list().newest_first()
    for theme in Theme.objects.filter(slug__in=THEMES.get(question, ())):
        if found := list(published.about(theme)[:3]):
            return found
    return list(published[:3])


def pages(question: str) -> Sequence[InformationPage]:
    published = InformationPage.objects.published()
    for theme in Theme.objects.filter(slug__in=THEMES.get(question, ())):
        if found := list(published.about(theme)[:3]):
            return found
    return []
