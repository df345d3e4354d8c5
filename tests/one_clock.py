"""One frozen clock for Python and for the database, so that what asks PostgreSQL for the time can be tested too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from freezegun import freeze_time

# Found before PostgreSQL's own functions, until the test's transaction ends.
_FUNCTIONS = "CREATE SCHEMA frozen;" + "".join(
    f"CREATE FUNCTION frozen.{name}() RETURNS timestamptz LANGUAGE sql STABLE AS "
    "$$ SELECT current_setting('frozen.moment')::timestamptz $$;"
    for name in ("now", "statement_timestamp")
)


class Clock:
    def __init__(self, frozen: Any) -> None:
        self._frozen = frozen

    def move_to(self, moment: dt.datetime) -> None:
        self._frozen.move_to(moment)
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('frozen.moment', %s, true)", [moment.isoformat()])


@contextmanager
def frozen_at(moment: dt.datetime) -> Iterator[Clock]:
    """In a test's transaction."""
    with freeze_time(moment) as frozen:
        clock = Clock(frozen)
        clock.move_to(moment)
        with connection.cursor() as cursor:
            cursor.execute(_FUNCTIONS + "SET LOCAL search_path TO frozen, pg_catalog, public")
        yield clock
