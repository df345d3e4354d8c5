"""What is asked again for each of many people is read once for all of them, inside ``for_many`` alone; what several
parts of a page ask of the same person, once inside ``for_page``.

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
_PAGE: ContextVar[dict[Hashable, Any] | None] = ContextVar("page", default=None)


@contextmanager
def for_many() -> Iterator[None]:
    token = _KEPT.set({})
    try:
        yield
    finally:
        _KEPT.reset(token)


def is_for_many() -> bool:
    return _KEPT.get() is not None


@contextmanager
def for_page() -> Iterator[None]:
    token = _PAGE.set({})
    try:
        yield
    finally:
        _PAGE.reset(token)


def in_page(key: Hashable, make: Callable[[], T]) -> T:
    """What ``make`` gave the first time on this page; elsewhere, what it gives now. ``key`` names all it hangs on."""
    kept = _PAGE.get()
    if kept is None:
        return make()
    if key not in kept:
        kept[key] = make()
    found: T = kept[key]
    return found


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
) -> QuerySet[Row] | list[Row]:
    """The first ``most`` of the rows whose ``column`` is one of ``wanted``: a queryset, not read yet; for many people
    a list, of what was read once for all of them."""
    if not is_for_many():
        return rows().filter(**{f"{column}__in": wanted})[:most]
    found = read(key, lambda: list(rows()))
    return [row for row in found if getattr(row, column) in wanted][:most]
