"""What came of it and has not been told: «Hva lærte dere?», asked once more a week after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from ideas.models import Idea
from ideas.querysets import IdeaQuerySet
from municipalities import places
from partnership.common import norwegian, once
from partnership.common.contributions import Action, Waiting
from partnership.common.probing import OfRows, Source
from partnership.people.models import User

# It is asked when the idea ends; once more from a week after, and after three weeks no longer.
AGAIN_AFTER = dt.timedelta(days=7)
UNTIL = dt.timedelta(days=21)
MOST = 5


@Source
def waiting(user: User, on: dt.date) -> Iterator[OfRows]:
    if own := places.acting(user):
        ideas = once.among(("without lesson", on), lambda: _without_lesson(on), "municipality_id", own, MOST)
        yield OfRows(ideas, partial(_lines, own=own))


def _lines(ideas: Iterable[Idea], own: dict[int, int]) -> Iterator[Waiting]:
    for idea in ideas:
        url = reverse("ideas:lesson_form", args=[idea.pk])
        yield Waiting(
            key=f"lesson:{idea.pk}",
            title=_("What did you learn from idea %(number)s?") % {"number": idea.number},
            sentence=_("It is %(stage)s. A few lines help the next ones; you may also let it be.")
            % {"stage": idea.get_stage_display()},
            url=idea.get_absolute_url(),
            minutes=5,
            weight=70,
            actions=(Action(_("Write what we learned"), url),),
            seat=own[idea.municipality_id],
        )


def _without_lesson(on: dt.date) -> IdeaQuerySet:
    begins, ends = norwegian.at(on - UNTIL, dt.time()), norwegian.at(on - AGAIN_AFTER, dt.time(23, 59))
    return Idea.objects.results().without_lesson().in_stage_since(begins, ends).order_by("stage_since", "pk")
