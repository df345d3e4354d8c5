"""What somebody else deleted between the look and the lock is not there any more: the ordinary page says so."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db.models import Model
from django.http import Http404

P = ParamSpec("P")
T = TypeVar("T")


def not_found_when_gone(kind: type[Model]) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """A view that locks a row of ``kind`` which it has fetched."""

    def decorate(view: Callable[P, T]) -> Callable[P, T]:
        @wraps(view)
        def answered(*args: P.args, **kwargs: P.kwargs) -> T:
            try:
                return view(*args, **kwargs)
            except kind.DoesNotExist:  # type: ignore[attr-defined]
                raise Http404 from None

        return answered

    return decorate
