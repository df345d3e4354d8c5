"""What a report over a hundred thousand ideas weighs, against one over a thousand: rows are never all in memory."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.db import connection

from municipalities.models import Municipality
from overview.brokering.brokering_report import Period
from overview.reports import content, files, rights
from overview.reports.content import Said
from partnership.common import norwegian
from tests import factories

MANY, FEW = 100_000, 1_000
_FILL = """
    INSERT INTO ideas_idea (version, postmottak_version, year, serial, municipality_id, title, problem, affected,
      workplace, proposal, visibility, stage, paused_in, stage_since, next_step, next_date, phase,
      received_at, is_demo)
    SELECT 1, 1, %(year)s, n, %(place)s, 'Felles nattilsyn med sensorer nummer ' || n,
      repeat('Vi kjører om natta. ', 40),
      '', '', '', 'contact', 'clarifying', '', now(), '', current_date + 30, '',
      now() - n * interval '1 minute', false
    FROM generate_series(1, %(rows)s) n"""


def measure(figure: Callable[..., None]) -> None:
    """The growth of the process' highest weight (VmHWM), in MiB; the first report loads what every one needs."""
    few, many = _filled(2018, FEW), _filled(2019, MANY)
    _write(few)
    light, heavy = _peak(few), _peak(many)
    note = f"{heavy:.0f} MiB against {light:.0f} MiB of {FEW} ideas"
    figure("report over 100,000 ideas, MiB more than 1,000", heavy - light, 16, at_most=True, note=note)


def _filled(year: int, rows: int) -> Municipality:
    place = factories.MunicipalityFactory()
    with connection.cursor() as cursor:
        cursor.execute(_FILL, {"place": place.pk, "rows": rows, "year": year})
        cursor.execute("ANALYZE ideas_idea")
    return place


def _peak(place: Municipality) -> float:
    Path("/proc/self/clear_refs").write_text("5")  # begins to count anew
    rows = _write(place)
    assert rows > 0
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM:"))) / 1024


def _write(place: Municipality) -> int:
    person = factories.contact(place=place)
    today = norwegian.today()
    period = Period(today - dt.timedelta(days=200), today)
    asked = content.Asked(place, period, person, rights.Level.OWN)
    parts = list(content.sections(asked))
    said = Said("Rapport", place.name, period, person.name, norwegian.at(today, dt.time(9)), parts, "")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "rapport.xlsx")
        files.write_xlsx(path, said)
        files.pdf(said)
        return path.stat().st_size
