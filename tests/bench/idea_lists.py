"""A contact's board and list with a hundred ideas in the municipality, and with a hundred thousand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideas.models import Idea
from ideas.stages import Stage
from municipalities.models import FouiContact
from partnership.common import norwegian
from tests import factories

PAGES = (
    ("idea board", "/ideer/"),
    ("idea list", "/ideer/?som=liste"),
    ("idea list by date", "/ideer/?sorter=dato"),
)
# One of each column: with a hundred rows the board is as full as it gets, and the pages compared look the same.
STAGES = (Stage.RECEIVED, Stage.CLARIFYING, Stage.BROKERING, Stage.TRYING, Stage.IN_USE)


def measure(figure: Callable[..., None], seconds: Callable[[Callable[[], Any], int], float]) -> None:
    place = factories.MunicipalityFactory()
    client = Client()
    client.force_login(factories.contact(place=place))
    _ideas(place, range(1, 101))
    few = {}
    for name, address in PAGES:
        client.get(address)
        few[name] = seconds(lambda address=address: client.get(address), 30)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        figure(f"{name}, queries", len(asked) - 2, 8, at_most=True, note="without session and person")
    _ideas(place, range(101, 100_001))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for name, address in PAGES:
        client.get(address)
        many = seconds(lambda address=address: client.get(address), 30)
        figure(
            f"{name}, 100,000 rows against 100",
            many / few[name],
            1.2,
            at_most=True,
            note=f"{many * 1000:.0f} ms against {few[name] * 1000:.0f} ms",
        )


def _ideas(place: Any, numbers: range) -> None:
    """Open ones of every column, spread over the days; half with the contact, half with a colleague."""
    seat, colleague = FouiContact.objects.get(municipality=place), factories.person()
    today, now = norwegian.today(), timezone.now()
    Idea.objects.bulk_create(
        (
            Idea(
                year=2026, serial=number, municipality=place, title=f"Idé {number}", problem="Snøen ligger.",
                stage=STAGES[number % len(STAGES)], next_date=today + dt.timedelta(days=number % 300),
                received_at=now - dt.timedelta(minutes=number),
                holder_seat=seat if number % 2 else None, holder_person=None if number % 2 else colleague,
            )
            for number in numbers
        ),
        batch_size=5000,
    )  # fmt: skip
