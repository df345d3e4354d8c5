"""What the one search finds of ideas, and of what was learned from them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ideas.lists import searching
from ideas.models import Idea, Lesson
from partnership.common.searching import Group, Hit, Sought, group, matching

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from partnership.people.models import User


# Of the idea and its municipality: a whole row is wide.
_SHOWN = ("year", "serial", "title", "problem", "proposal", "affected", "stage", "municipality__name")


def search(user: User | AnonymousUser, sought: Sought) -> Iterator[Group]:
    if sought.wants("ideer"):
        found = searching.with_every_word(Idea.objects.visible_to(user), sought.text)
        rows = found.select_related("municipality").only(*_SHOWN)[: sought.limit + 1]
        yield group("ideer", _("Project ideas"), rows, sought, lambda idea: _idea(idea, sought))
    if sought.wants("laerdommer"):

        def lessons() -> QuerySet[Lesson]:
            return Lesson.objects.visible_to(user).select_related("idea__municipality").order_by("-at", "-pk")

        learned = matching(Lesson, lessons, sought, "title", "tried", "learned", "advice")
        yield group("laerdommer", _("Lessons"), learned, sought, lambda lesson: _lesson(lesson, sought))


def _idea(idea: Idea, sought: Sought) -> Hit:
    line = f"{idea.number}, {idea.municipality.name}, {idea.get_stage_display()}"
    return Hit.of(sought, idea.title, idea.get_absolute_url(), line, [idea.problem, idea.proposal, idea.affected])


def _lesson(lesson: Lesson, sought: Sought) -> Hit:
    texts = (lesson.tried, lesson.learned, lesson.advice)
    line = lesson.idea.municipality.name
    return Hit.of(sought, lesson.title, lesson.get_absolute_url(), line, texts)
