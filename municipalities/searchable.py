"""What the one search finds of municipalities, and of what they show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from municipalities.experiences.publishing import TEXTS
from municipalities.models import Experience, Municipality, Strategy
from partnership.common.searching import Group, Hit, Sought, excerpt, first_excerpt, group, marked, matching

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from partnership.people.models import User


def search(user: User | AnonymousUser, sought: Sought) -> Iterator[Group]:
    if sought.wants("kommuner"):

        def places() -> QuerySet[Municipality]:
            return Municipality.objects.order_by("sort_name").with_council_names()

        found = matching(Municipality, places, sought, "name", "official_name", "sami_name", "number", is_name=True)
        yield group("kommuner", _("Municipalities"), found, sought, lambda place: _place(place, sought))
    if sought.wants("erfaringer"):

        def rows() -> QuerySet[Experience]:
            return Experience.objects.visible_to(user).for_list().newest_first()

        shown = matching(Experience, rows, sought, "title", "municipality__name", *TEXTS)
        yield group("erfaringer", _("Experiences"), shown, sought, lambda one: _experience(one, sought))
    if sought.wants("strategier"):

        def plans() -> QuerySet[Strategy]:
            return Strategy.objects.visible_to(user).select_related("municipality").order_by("-begins", "-pk")

        seen = matching(Strategy, plans, sought, "title", "municipality__name", "about")
        yield group("strategier", _("Strategies"), seen, sought, lambda one: _strategy(one, sought))


def _place(place: Municipality, sought: Sought) -> Hit:
    councils = ", ".join(place.council_names)  # type: ignore[attr-defined]
    return Hit(marked(place.name, sought), place.get_absolute_url(), councils)


def _experience(one: Experience, sought: Sought) -> Hit:
    line = one.municipality.name if one.is_published else _("%(place)s, draft") % {"place": one.municipality.name}
    texts = (getattr(one, name) for name in TEXTS)
    return Hit(marked(one.title, sought), one.get_absolute_url(), line, first_excerpt(texts, sought))


def _strategy(one: Strategy, sought: Sought) -> Hit:
    line = f"{one.municipality.name}, {one.get_state_display()}"
    return Hit(marked(one.title, sought), one.get_absolute_url(), line, excerpt(one.about, sought))
