"""What is asked again for each of many people is read once for all of them, inside ``for_many`` alone.

Nothing read there may be changed there: it is kept until the block ends.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

T = TypeVar("T")
Row = TypeVar("Row", bound=Model)
_KEPT: ContextVar[dict[Hashable, Any] | None] = ContextVar("kept", default=None)


@contextmanager
def for_many() -> Iterator[None]:
    token = _KEPT.set({})
    try:
        yield
    finally:
        _KEPT.reset(token)


def is_for_many() -> bool:
    return _KEPT.get() is not None


def read(key: Hashable, make: Callable[[], T]) -> T:
    """What ``make`` gave the first time in this block; outside of one, what it gives now."""
    kept = _KEPT.get()
    if kept is None:
        return make()
    if key not in kept:
        kept[key] = make()
    found: T = kept[key]
    return found


def among(
    key: Hashable, rows: Callable[[], QuerySet[Row]], column: str, wanted: Container[int], most: int
) -> list[Row]:
    """The first ``most`` of the rows whose ``column`` is one of ``wanted``; for many people all are read, once."""
    if not is_for_many():
        return list(rows().filter(**{f"{column}__in": wanted})[:most])
    found = read(key, lambda: list(rows()))
    return [row for row in found if getattr(row, column) in wanted][:most]
