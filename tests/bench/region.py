"""The overview and its map with many ideas and many municipalities, against a bare signed-in page in the same run."""

from __future__ import annotations

import csv
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from ideas.life.stages import OPEN
from overview.region import snapshot
from tests import factories

# Overview and map are two of the same page's dresses; what is answered to KS is the heaviest.
PAGES = {"overview": "/oversikt/", "map of ideas": "/oversikt/?vis=ideer", "map of answers": "/oversikt/?vis=svar"}
TARGET, TIMES = 3.0, 40
# How many ideas in how many municipalities.
SIZES = ((38, 76_000), (357, 100_000))
_FILL = """
    INSERT INTO ideas_idea (version, year, serial, municipality_id, title, problem, affected, workplace, proposal,
      visibility, stage, paused_in, stage_since, next_step, next_date, phase, postmottak_version, received_at,
      answered_at, is_demo)
    SELECT 1, 2026, n, (%(places)s::int[])[1 + n %% cardinality(%(places)s::int[])], 'Idé ' || n, 'Snø', '', '', '',
      CASE WHEN n %% 4 = 0 THEN 'public' WHEN n %% 4 = 1 THEN 'partnership' ELSE 'contact' END, s.stage,
      CASE WHEN s.stage = 'paused' THEN 'trying' ELSE '' END, now() - n * 7919 %% 100000 * interval '1 minute',
      '', current_date + 30, '', 1, now() - n * 7919 %% 100000 * interval '5 minutes', now(), false
    FROM generate_series(1, %(rows)s) n,
      LATERAL (SELECT (%(stages)s::text[])[1 + n * 31 %% cardinality(%(stages)s::text[])] AS stage) s"""


def measure(figure: Callable[..., None], side_by_side: Callable[..., tuple[float, float]]) -> None:
    for places, ideas in SIZES:
        call_command("flush", interactive=False, verbosity=0)
        with tempfile.TemporaryDirectory() as folder:
            _measure(figure, side_by_side, places, ideas, Path(folder))


def _measure(figure: Callable[..., None], side_by_side: Any, places: int, ideas: int, folder: Path) -> None:
    nina = factories.officer("Nina Solem")
    made = [factories.MunicipalityFactory(number=f"{1000 + number}") for number in range(places)]
    for number, place in enumerate(made):
        if number % 10:
            factories.contact(place=place)
    _fill(made, ideas)
    client = Client()
    client.force_login(nina)
    shutil.copy(settings.REGION_DIR / "region.toml", folder)
    _layout(folder, [place.number for place in made])
    with override_settings(ROOT_URLCONF="tests.bench.pages", REGION_DIR=folder):
        for name, address in PAGES.items():
            snapshot.refresh()
            for url in ("/bare/", address):
                assert client.get(url).status_code == 200, url
            plain, ours = side_by_side(
                lambda: client.get("/bare/"), lambda address=address: client.get(address), TIMES
            )
            note = f"{ours * 1000:.0f} ms against {plain * 1000:.0f} ms"
            title = f"{name}, {ideas // 1000},000 ideas, {places} places : bare"
            figure(title, ours / plain, TARGET, at_most=True, note=note)
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGES["overview"])
        figure(f"overview of {places}, queries", len(asked) - 2, 15, at_most=True, note="without session and person")
        plain, ours = side_by_side(lambda: client.get("/bare/"), snapshot.refresh, 5)
        note = f"{ours * 1000:.0f} ms, at most every four minutes"
        figure(f"refreshing of {ideas // 1000},000 ideas, seconds", ours, 2.0, at_most=True, note=note)


def _fill(places: Sequence[Any], rows: int) -> None:
    values = {"places": [place.pk for place in places], "rows": rows, "stages": [str(stage) for stage in OPEN]}
    with connection.cursor() as cursor:
        cursor.execute(_FILL, values)
        cursor.execute("ANALYZE")


def _layout(folder: Path, numbers: Sequence[str]) -> None:
    """A tile for each, row by row."""
    for name, header, rows in (
        ("municipalities.csv", ["number", "name"], [[number, number] for number in numbers]),
        ("tiles.csv", ["kommunenummer", "col", "row"], [[one, n % 20, n // 20] for n, one in enumerate(numbers)]),
    ):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows])
