"""Much of what a page reads is empty most days. One query tells which of many querysets have a row; the rest are left
alone, and nothing is kept from one page to the next.

What waits for a person (``contributions``) comes from sources. One that says what it would read, by yielding
``OfRows``, is asked together with all others; what it reads is what is asked about, so that the two cannot part.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

if TYPE_CHECKING:
    from partnership.common.contributions import Waiting
    from partnership.people.models import User

    Parts: TypeAlias = Iterable["Waiting | OfRows"]

Rows: TypeAlias = QuerySet[Any] | Sequence[Any]


@dataclass(frozen=True)
class OfRows:
    """Lines made of ``rows`` by ``make``, which gives none where there are none, and is then not called.

    Nothing is to have been read of ``rows`` yet, unless it is a list. ``by_role``: some may have come through a role
    (``Waiting.seat``), whose deputy gets them while the person is away.
    """

    rows: Rows
    make: Callable[[Any], Iterable[Any]]
    by_role: bool = True


class Source:
    """A source of what waits. Called it is ``(user, on) -> Iterator[Waiting]``, as one without ``OfRows`` is."""

    def __init__(self, parts: Callable[[User, dt.date], Parts]) -> None:
        self.parts, self.__doc__, self.__module__ = parts, parts.__doc__, parts.__module__

    def __call__(self, user: User, on: dt.date) -> Iterator[Waiting]:
        for part in self.parts(user, on):
            yield from part.make(part.rows) if isinstance(part, OfRows) else [part]


def read(*groups: Parts) -> list[list[Any]]:
    """All that is in each group, in its order, reading what has any rows alone."""
    found = [list(parts) for parts in groups]
    answers = iter(with_rows([part.rows for parts in found for part in parts if isinstance(part, OfRows)]))
    return [list(_lines(parts, answers)) for parts in found]


def _lines(parts: Parts, has_rows: Iterator[bool]) -> Iterator[Any]:
    for part in parts:
        if not isinstance(part, OfRows):
            yield part
        elif next(has_rows):
            yield from part.make(part.rows)


def with_rows(asked: Sequence[Rows]) -> list[bool]:
    """For each, whether it has a row: one query, and none where all are lists or cannot have any."""
    found = [not isinstance(rows, QuerySet) and bool(rows) for rows in asked]
    numbers, tests, values = [], [], []
    for number, rows in enumerate(asked):
        if not isinstance(rows, QuerySet):
            continue
        try:
            statement, own = rows.query.exists().sql_with_params()
        except EmptyResultSet:
            continue
        numbers.append(number)
        tests.append(f"EXISTS ({statement})")
        values += own
    if numbers:
        with connection.cursor() as cursor:
            # The values stand apart.
            cursor.execute(f"SELECT {', '.join(tests)}", values)
            for number, has_row in zip(numbers, cursor.fetchone(), strict=True):
                found[number] = has_row
    return found
