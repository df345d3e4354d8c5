"""Searching all with many ideas in many municipalities, against a bare signed-in page in the same run.

Texts are made of a hundred words: one stands in every idea, each of the others in some, and one in three ideas alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from ideas.life.stages import OPEN, Stage
from tests import factories
from tests.bench.region import SIZES, TARGET

SEARCHES = {
    "a word of every idea": "kommunen",
    "a word of some": "brøyting",
    "a part of a word": "tilsyn",
    "a misspelt word": "nattilsym",
    "two words": "velferdsteknologi sykehjem",
    "a word of three": "tarehøsting",
    "a word of none": "xylofonkurs",
}
TIMES, MOST_QUERIES = 30, 28
_BEGINS = ("brøyt", "snø", "vann", "skole", "buss", "helse", "natt", "felles", "sykehjem", "velferds")
_ENDS = ("ing", "måling", "teknologi", "tilsyn", "rute", "innkjøp", "verksted", "kart", "opplæring", "sensor")
_FILL = """
    INSERT INTO ideas_idea (version, year, serial, municipality_id, title, problem, affected, workplace, proposal,
      visibility, stage, paused_in, stage_since, next_step, next_date, phase, postmottak_version, received_at,
      answered_at, is_demo)
    SELECT 1, 2026, n, (%(places)s::int[])[1 + n %% cardinality(%(places)s::int[])],
      initcap(w[1 + n * 31 %% 100]) || ' og ' || w[1 + n * 17 / 3 %% 100],
      'I kommunen trenger vi ' || w[1 + n * 7 %% 100] || ' for alle som bor her, og ' || w[1 + n / 5 %% 100]
        || ' når det blir for lite ' || w[1 + n * 13 / 7 %% 100]
        || CASE WHEN n %% (%(rows)s / 3) = 1 THEN ' ved tarehøsting' ELSE '' END,
      '', '', '', CASE WHEN n %% 4 = 0 THEN 'public' WHEN n %% 4 = 1 THEN 'partnership' ELSE 'contact' END,
      (%(stages)s::text[])[1 + n %% cardinality(%(stages)s::text[])], '', now(), '', current_date + 30, '', 1,
      now() - n * 7919 %% 100000 * interval '5 minutes', now(), false
    FROM generate_series(1, %(rows)s) n, (SELECT %(words)s::text[] AS w) words"""


def measure(figure: Callable[..., None], side_by_side: Callable[..., tuple[float, float]]) -> None:
    for places, ideas in SIZES:
        call_command("flush", interactive=False, verbosity=0)
        nina = factories.officer("Nina Solem")
        made = [factories.MunicipalityFactory(number=f"{1000 + number}") for number in range(places)]
        for place in made:
            factories.contact(place=place)
        _fill(made, ideas)
        client = Client()
        client.force_login(nina)
        with override_settings(ROOT_URLCONF="tests.bench.pages"):
            for name, words in SEARCHES.items():
                _search(figure, side_by_side, client, f"{name}, {ideas // 1000},000 in {places}", words)


def _search(figure: Callable[..., None], side_by_side: Any, client: Client, name: str, words: str) -> None:
    def ours() -> None:
        assert client.get("/sok/", {"q": words}).status_code == 200

    client.get("/bare/"), ours()
    plain, took = side_by_side(lambda: client.get("/bare/"), ours, TIMES)
    note = f"{took * 1000:.0f} ms against {plain * 1000:.0f} ms"
    figure(f"search, {name} : bare", took / plain, TARGET, at_most=True, note=note)
    with CaptureQueriesContext(connection) as asked:
        ours()
    figure(f"search, {name}, queries", len(asked) - 2, MOST_QUERIES, at_most=True)


def _compound(begin: str, end: str) -> str:
    """As it is spelt: of three equal consonants two, «nattilsyn»."""
    return begin + (end[1:] if begin[-2:] == 2 * end[0] else end)


def _fill(places: Sequence[Any], rows: int) -> None:
    values = {
        "places": [place.pk for place in places],
        "rows": rows,
        "stages": [str(stage) for stage in OPEN if stage != Stage.PAUSED],
        "words": [_compound(begin, end) for begin in _BEGINS for end in _ENDS],
    }
    with connection.cursor() as cursor:
        cursor.execute(_FILL, values)
        cursor.execute("VACUUM ANALYZE ideas_idea")
        cursor.execute("ANALYZE")
