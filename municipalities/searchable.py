"""What the one search finds of municipalities, and of what they show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from municipalities.experiences.publishing import TEXTS
from municipalities.models import Experience, Goal, Measure, Milestone, Municipality, Strategy
from partnership.common.searching import Group, Hit, Sought, group, matching

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
    if sought.wants("mal"):
        yield group("mal", _("Goals and measures"), _planned(user, sought), sought, lambda one: _plan(one, sought))


def _planned(user: User | AnonymousUser, sought: Sought) -> list[Goal | Measure | Milestone]:
    """Goals first, then measures, then milestones."""

    def goals() -> QuerySet[Goal]:
        return Goal.objects.visible_to(user).with_strategy().order_by("pk")

    def measures() -> QuerySet[Measure]:
        return Measure.objects.visible_to(user).with_strategy().order_by("pk")

    def milestones() -> QuerySet[Milestone]:
        return Milestone.objects.visible_to(user).with_strategy().order_by("due", "pk")

    return [
        *matching(Goal, goals, sought, "title", "strategy__municipality__name", "why"),
        *matching(Measure, measures, sought, "title", "goal__strategy__municipality__name"),
        *matching(Milestone, milestones, sought, "title", "measure__goal__strategy__municipality__name", "done_note"),
    ]


def _place(place: Municipality, sought: Sought) -> Hit:
    councils = ", ".join(place.council_names)  # type: ignore[attr-defined]
    return Hit.of(sought, place.name, place.get_absolute_url(), councils)


def _experience(one: Experience, sought: Sought) -> Hit:
    line = one.municipality.name if one.is_published else _("%(place)s, draft") % {"place": one.municipality.name}
    texts = (getattr(one, name) for name in TEXTS)
    return Hit.of(sought, one.title, one.get_absolute_url(), line, texts)


def _strategy(one: Strategy, sought: Sought) -> Hit:
    line = f"{one.municipality.name}, {one.get_state_display()}"
    return Hit.of(sought, one.title, one.get_absolute_url(), line, [one.about])


def _plan(one: Goal | Measure | Milestone, sought: Sought) -> Hit:
    """The page of the strategy, at the goal."""
    measure = one.measure if isinstance(one, Milestone) else one
    goal = measure.goal if isinstance(measure, Measure) else measure
    strategy = goal.strategy
    line = f"{one._meta.verbose_name}, {strategy.municipality.name}, {strategy.title}"
    url = f"{strategy.get_absolute_url()}#mal-{goal.pk}"
    texts = {Goal: ["why"], Milestone: ["done_note"]}.get(type(one), [])
    return Hit.of(sought, one.title, url, line, [getattr(one, name) for name in texts])
