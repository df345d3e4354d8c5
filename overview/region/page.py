"""The page of the region: what its address asks for, and what one reader is shown of the snapshot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from meetings.permissions import sees_matrix
from municipalities import places
from municipalities.models import Municipality
from municipalities.models.place import address
from overview.models import RegionBorders
from overview.permissions import works_in_the_workroom
from overview.region import colouring, drawing, snapshot, table
from overview.region.colouring import Colouring
from overview.region.table import Column, Line
from partnership.people.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

# A page shows so many rows of the table until all are asked for; a phone shows ten of them.
ROWS = 60
# Every municipality with a contact, whatever else.
HAS = "har"


@dataclass(frozen=True)
class Wish:
    """Read from the address. What makes no sense is left out, never an error."""

    colouring: str = ""
    only: str = ""
    order: str = ""
    all_rows: bool = False

    @classmethod
    def of(cls, query: QueryDict) -> Wish:
        get = query.get
        return cls(get("vis", ""), get("bare", ""), get("sorter", ""), get("rader") == "alle")

    def address(self, **other: object) -> str:
        """The query of the same page, with ``other`` fields."""
        own = replace(self, **other)  # type: ignore[arg-type]
        rows = "alle" if own.all_rows else ""
        pairs = {"vis": own.colouring, "bare": own.only, "sorter": own.order, "rader": rows}
        return "?" + urlencode({name: value for name, value in pairs.items() if value})


@dataclass(frozen=True)
class Legend:
    sign: str
    words: object
    count: int
    url: str
    is_chosen: bool


class Region:
    """What ``user`` is shown. Comparisons by silence or answer time: KS of all, a contact of the own municipality."""

    def __init__(self, user: User | AnonymousUser, query: QueryDict) -> None:
        self.user = user
        self.snapshot = snapshot.current()
        self.figures = self.snapshot.figures
        self.sees_board = works_in_the_workroom(user)
        self.sees_comparisons = self.sees_board and sees_matrix(user)
        self.wish = Wish.of(query)
        self.colouring: Colouring = colouring.chosen(self.wish.colouring, sees_comparisons=self.sees_comparisons)
        self.wish = replace(self.wish, colouring="" if self.colouring is colouring.ALL[0] else self.colouring.key)

    @cached_property
    def lines(self) -> list[Line]:
        """In Norwegian order. Who is contact is known by key in the snapshot: names are as they are now."""
        wanted = {pk for place in self.figures.places.values() for pk in place.holders}
        names = dict(User.objects.filter(pk__in=wanted).values_list("pk", "name"))
        places = self.figures.places
        found = Municipality.objects.order_by("sort_name").values_list("pk", "number", "name", "sort_name", "slug")
        return [
            Line(pk, number, name, sort_name, address(slug), places[pk], _together(names, places[pk].holders))
            for pk, number, name, sort_name, slug in found
            if pk in places
        ]

    @cached_property
    def colourings(self) -> list[Colouring]:
        return list(colouring.offered(sees_comparisons=self.sees_comparisons))

    @cached_property
    def borders(self) -> RegionBorders | None:
        return RegionBorders.objects.first()

    @cached_property
    def map(self) -> drawing.Map:
        return drawing.of(self.snapshot, self.colouring, self.borders, self.lines)

    @property
    def legend(self) -> list[Legend]:
        """The answers with how many give each: together all municipalities."""
        signs = list(self.map.signs.values())
        return [
            Legend(
                answer.sign,
                answer.words,
                signs.count(answer.sign),
                self.wish.address(only="" if answer.sign == self.wish.only else answer.sign) + "#tabell",
                answer.sign == self.wish.only,
            )
            for answer in self.colouring.answers
        ]

    @cached_property
    def columns(self) -> list[Column]:
        return table.of_colouring(self.colouring)

    @cached_property
    def chosen_lines(self) -> list[Line]:
        """Those of the answer asked for, in the order asked for."""
        kept: Iterable[Line] = self.lines
        if self.wish.only == HAS:
            kept = (line for line in kept if line.place.has_contact)
        elif self.wish.only in {answer.sign for answer in self.colouring.answers}:
            kept = (line for line in kept if self.map.signs[line.pk] == self.wish.only)
        return table.ordered(list(kept), self.wish.order, self.columns)[0]

    @cached_property
    def rows(self) -> list[tuple[Line, list[str]]]:
        shown = self.chosen_lines if self.wish.all_rows else self.chosen_lines[:ROWS]
        return [(line, line.shown(self.columns)) for line in shown]

    @property
    def heads(self) -> list[table.Head]:
        order = table.ordered([], self.wish.order, self.columns)[1]
        return table.heads(self.columns, order, lambda key: self.wish.address(order=key) + "#tabell")

    @property
    def all_rows_url(self) -> str:
        return self.wish.address(all_rows=True) + "#tabell"

    @property
    def file_query(self) -> str:
        return self.wish.address(all_rows=False)

    @property
    def is_narrowed(self) -> bool:
        return len(self.chosen_lines) < len(self.lines)

    @property
    def everything_url(self) -> str:
        return self.wish.address(only="") + "#tabell"

    @cached_property
    def own(self) -> list[Line]:
        """Of the municipalities the reader is contact or deputy in: these see how they answer themselves."""
        keys = places.of_contact(self.user)
        return [line for line in self.lines if line.pk in keys]

    @property
    def with_contact_url(self) -> str:
        return reverse("overview:region") + f"?bare={HAS}#tabell"


def _together(names: dict[int, str], pks: Iterable[int]) -> str:
    return ", ".join(names[pk] for pk in pks if pk in names)
