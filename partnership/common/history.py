"""Why a row was changed, said once around everything that follows from one act."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from simple_history.models import HistoricalRecords

_REASON: ContextVar[str] = ContextVar("reason", default="")


@contextmanager
def because(reason: Any) -> Iterator[None]:
    """Changes inside are kept with ``reason``; also to decorate a verb with. The outermost says why."""
    token = _REASON.set(_REASON.get() or str(reason))
    try:
        yield
    finally:
        _REASON.reset(token)


class ReasonedHistory(HistoricalRecords):  # type: ignore[misc]
    """A row's own reason, or that of the act it was changed in."""

    def get_change_reason_for_object(self, instance: Any, history_type: str, using: str) -> str | None:
        own: str | None = super().get_change_reason_for_object(instance, history_type, using)
        return own or _REASON.get() or None
