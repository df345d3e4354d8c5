"""A worker that is asked to end lets the mail being sent finish, and gives the rest of its batch back.

Celery's own manner is to wait until the task is done, which may be a minute; and its pool's processes die at once by
a SIGTERM of their own, as when a whole process group is ended.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from billiard import current_process
from celery.signals import worker_process_init, worker_ready, worker_shutting_down

from partnership.mail import delivery

POLITELY = signal.SIGUSR2
ENDS_AFTER_SECONDS = 2  # a parent that ends in order is quicker


class _Worker:
    pool: Any = None


@contextmanager
def politely() -> Iterator[None]:
    """SIGTERM, also a second one, waits until the mail being sent has been taken and marked."""
    if threading.current_thread() is not threading.main_thread() or _is_parent():
        yield
        return
    asked: list[int] = []

    def note(number: int, frame: Any) -> None:
        asked.append(number)
        delivery.stop_politely()

    before = signal.signal(signal.SIGTERM, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
        if asked:  # once the result has reached the parent
            signal.alarm(ENDS_AFTER_SECONDS)


@worker_ready.connect  # type: ignore[untyped-decorator]
def _remember_pool(sender: Any, **kwargs: Any) -> None:
    _Worker.pool = sender.pool


@worker_shutting_down.connect  # type: ignore[untyped-decorator]
def _tell_processes(**kwargs: Any) -> None:
    delivery.stop_politely()
    if _Worker.pool is None:
        return
    for pid in _Worker.pool.info.get("processes", []):
        if pid != os.getpid():
            _tell(pid)


@worker_process_init.connect  # type: ignore[untyped-decorator]
def _listen(**kwargs: Any) -> None:
    if not _is_parent():
        signal.signal(POLITELY, lambda number, frame: delivery.stop_politely())


def _is_parent() -> bool:
    """Where Celery's own handlers are: the worker itself, or no worker at all."""
    return bool(current_process()._name == "MainProcess")


def _tell(pid: int) -> None:
    try:
        os.kill(pid, POLITELY)
    except ProcessLookupError:
        return
