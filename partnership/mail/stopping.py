"""A worker that is asked to end lets the mail being sent finish, and gives the rest of its batch back.

Celery's own manner is to wait until the task is done, which may be a minute; and its pool's processes die at once by
a SIGTERM of their own, as when a whole process group is ended.
"""

from __future__ import annotations

import os
import signal
from typing import Any

from billiard import current_process
from celery.signals import task_postrun, worker_process_init, worker_ready, worker_shutting_down

from partnership.mail import delivery

POLITELY = signal.SIGUSR2
ENDS_AFTER_SECONDS = 2  # the task's result is on its way to the parent


class _Worker:
    pool: Any = None
    was_terminated = False


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
            _signal(pid)


@worker_process_init.connect  # type: ignore[untyped-decorator]
def _listen(**kwargs: Any) -> None:
    if current_process()._name == "MainProcess":  # a pool without processes: Celery's own handler has it
        return
    signal.signal(POLITELY, lambda number, frame: delivery.stop_politely())
    signal.signal(signal.SIGTERM, _terminated)


@task_postrun.connect  # type: ignore[untyped-decorator]
def _end(**kwargs: Any) -> None:
    if _Worker.was_terminated:
        signal.alarm(ENDS_AFTER_SECONDS)


def _terminated(number: int, frame: Any) -> None:
    delivery.stop_politely()
    _Worker.was_terminated = True
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if not delivery.is_delivering():
        os.kill(os.getpid(), signal.SIGTERM)


def _signal(pid: int) -> None:
    try:
        os.kill(pid, POLITELY)
    except ProcessLookupError:
        return
