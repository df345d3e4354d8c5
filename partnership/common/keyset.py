"""Pages of a long list by key instead of offset: page a thousand costs what page one costs."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import DateTimeField, Model, Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """``rows`` of this page; ``next_after`` is the value of ``?etter=`` for the next one, or ''."""

    rows: list[Row]
    next_after: str


def page(
    queryset: QuerySet[Row],
    *,
    order: tuple[str, ...],
    after: str,
    size: int = 50,
    parts: Sequence[QuerySet[Row]] = (),
) -> Page[Row]:
    """One page of ``queryset`` by ``order`` (field names, '-' for falling; the last must be unique).

    ``after`` is what an earlier page gave as ``next_after``; anything unreadable gives the first page. ``parts``:
    those of ``queryset`` to show, in several sets that may overlap; each is then read no further than a page.
    """
    values = _decode(after, len(order))
    if values is not None:
        try:
            _check_times(queryset.model, order, values)
            beyond = _beyond(order, values)
            queryset, parts = queryset.filter(beyond), [part.filter(beyond) for part in parts]
        except (ValueError, TypeError, OverflowError, ValidationError):
            values = None
    if parts:
        first, *others = [part.order_by(*order).values("pk")[: size + 1] for part in parts]
        queryset = queryset.filter(pk__in=first.union(*others) if others else first)
    rows = list(queryset.order_by(*order)[: size + 1])
    last = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], _encode([_value(last, name) for name in order]) if last is not None else "")


def _check_times(model: type[Model], order: tuple[str, ...], values: list[Any]) -> None:
    """Raises ValueError for a time without its zone: it would be read as one of ours, and warned of."""
    for name, value in zip(order, values, strict=True):
        if _is_time(model, name):
            moment = parse_datetime(str(value))
            if moment is None or timezone.is_naive(moment):
                raise ValueError(name)


def _is_time(model: type[Model], name: str) -> bool:
    """Whether the column is one; a key, and what is annotated, is none."""
    *way, column = name.lstrip("-").split("__")
    try:
        for step in way:
            model = model._meta.get_field(step).related_model  # type: ignore[assignment]
        return isinstance(model._meta.get_field(column), DateTimeField)
    except FieldDoesNotExist:
        return False


def _beyond(order: tuple[str, ...], values: list[Any]) -> Q:
    condition = Q()
    for place, name in enumerate(order):
        equal = {field.lstrip("-"): values[i] for i, field in enumerate(order[:place])}
        compare = "lt" if name.startswith("-") else "gt"
        condition |= Q(**equal, **{f"{name.lstrip('-')}__{compare}": values[place]})
    return condition


def _value(row: Model | None, name: str) -> Any:
    value: Any = row
    for part in name.lstrip("-").split("__"):
        value = getattr(value, part)
    return value if isinstance(value, int | str) else value.isoformat()


def _encode(values: list[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _decode(after: str, length: int) -> list[Any] | None:
    if not after or len(after) > 500:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
    except (ValueError, UnicodeDecodeError):
        return None
    plain = isinstance(values, list) and len(values) == length
    return list(values) if plain and all(_is_storable(value) for value in values) else None


def _is_storable(value: Any) -> bool:
    """Text or number that PostgreSQL can compare with: no NUL, no half of a letter, nothing endless."""
    if not isinstance(value, str | int) or len(str(value)) >= 200:
        return False
    return not any(letter == "\x00" or "\ud800" <= letter <= "\udfff" for letter in str(value))
