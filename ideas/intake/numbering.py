"""«26-014»: one series a year for the whole portal, without gaps from idle requests and without two alike."""

from __future__ import annotations

from django.db import connection


def next_serial(year: int) -> int:
    """The next number of the year; taken in the caller's transaction, which keeps others waiting until it ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ideas_ideayear (year, last) VALUES (%s, 1)"
            " ON CONFLICT (year) DO UPDATE SET last = ideas_ideayear.last + 1 RETURNING last",
            [year],
        )
        return int(cursor.fetchone()[0])
