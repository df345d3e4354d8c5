"""Ideas like what is being written, looked for among a hundred thousand, against the bare page they stand beside."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client

from ideas.models import Intake
from tests import factories

# 360 words, so that each stands in a thousand ideas and more.
_FIRST = [
    "natt", "skole", "barnehage", "vann", "vei", "sykehjem", "helse", "bolig", "ungdom", "kultur", "buss", "arkiv",
    "miljø", "areal", "tilsyn", "matsvinn", "turnus", "vikar", "lading", "brann", "strøm", "avløp", "bibliotek",
    "journal", "medisin", "idrett", "lekeplass", "møte", "skjema", "kart",
]  # fmt: skip
_LAST = [
    "plan", "drift", "hjelp", "vakt", "sensor", "tid", "kurs", "rom", "avtale", "kostnad", "varsel", "tiltak",
]  # fmt: skip
_ROWS = 100_000
_FILL = """
    INSERT INTO ideas_idea (version, postmottak_version, year, serial, municipality_id, title, problem, affected,
      workplace, proposal, visibility, stage, paused_in, stage_since, next_step, next_date, phase,
      received_at, is_demo)
    SELECT 1, 1, 2020, n, %(place)s, initcap(w[1 + n %% 360]) || ' og ' || w[1 + (n * 7) %% 360],
      'Vi bruker mye tid på ' || w[1 + (n * 11) %% 360] || ' fordi ' || w[1 + (n * 13 + n / 360) %% 360]
        || ' ikke virker sammen med ' || w[1 + (n * 17 + n / 97) %% 360] || ' i kommunen.',
      '', '', '', CASE WHEN n %% 4 = 0 THEN 'public' ELSE 'partnership' END, 'clarifying', '', now(), '',
      current_date + 30, '', now() - n * interval '1 minute', false
    FROM generate_series(1, %(rows)s) n, (SELECT %(words)s::text[] AS w) words"""
WRITTEN = "Nattvakten bruker altfor mye tid på skolehjelp, og sykehjemsensorene virker ikke sammen med journalplanen."


def measure(figure: Callable[..., None], side_by_side: Callable[..., tuple[float, float]]) -> None:
    place = factories.MunicipalityFactory(slug="frosta")
    Intake.objects.create(municipality=place, state="open")
    factories.contact(place=place)
    words = [first + last for first in _FIRST for last in _LAST]
    random.Random(1).shuffle(words)
    with connection.cursor() as cursor:
        cursor.execute(_FILL, {"place": place.pk, "rows": _ROWS, "words": words})
        cursor.execute("ANALYZE ideas_idea")
    client = Client()

    def page() -> Any:
        return client.get("/send-ide/frosta/")

    def similar() -> Any:
        return client.post("/send-ide/likner/", {"problem": WRITTEN})

    assert page().status_code == 200
    assert b"<li>" in similar().content
    bare, beside = side_by_side(page, similar, 30)
    note = f"{beside * 1000:.0f} ms against {bare * 1000:.0f} ms"
    figure("similar ideas, 100,000 rows, against the page", beside / bare, 5, at_most=True, note=note)
