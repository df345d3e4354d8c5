"""«Hos andre: to ideer, ingen er forsinket»: what the contact's first page says of ideas that lie with others."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ideas import pages
from ideas.lists import boards
from ideas.models import Idea
from ideas.querysets import IdeaQuerySet
from municipalities import places
from partnership.common import norwegian
from partnership.common.probing import OfRows
from partnership.people.models import User

SHOWN = 4


@dataclass(frozen=True)
class Elsewhere:
    """``rows`` are the first few; counted exactly up to a hundred; ``url``: the list of all, or empty."""

    rows: list[Idea]
    count: int
    late: int
    url: str

    @property
    def count_words(self) -> str:
        return _in_words(self.count)

    @property
    def late_words(self) -> str:
        return _in_words(self.late)


def of(user: User) -> list[OfRows]:
    """At most one ``Elsewhere``; none for who is contact or deputy nowhere."""
    own = places.of_contact(user)
    rows = Idea.objects.of_municipalities(own).held_by_others(user).order_by("next_date", "pk")
    return [OfRows(rows, _told)] if own else []


def _told(rows: IdeaQuerySet) -> list[Elsewhere]:
    shown = list(rows.with_holder().with_dates_of(rows[: boards.MOST + 1])[:SHOWN])
    days = shown[0].dates if shown else []
    late = sum(day is not None and day < norwegian.today() for day in days)
    return [Elsewhere(shown, len(days), late, pages.elsewhere())]


def _in_words(count: int) -> str:
    return norwegian.number_word(count) if count <= boards.MOST else _("more than a hundred")
