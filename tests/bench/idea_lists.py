"""Boards, lists and first pages with a hundred ideas, and with a hundred thousand: in one municipality, and in 38.

The hundred are there in both, so that the pages compared look the same: a full page of fifty, full columns.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ideas.models import Idea, IdeaAccess
from municipalities.models import FouiContact
from tests import factories

ROWS = 100_000
PLACES = 38
# By name: who reads, and what.
PAGES = {
    "board": ("contact", "/ideer/"),
    "board, with me": ("contact", "/ideer/?vis=meg"),
    "list": ("contact", "/ideer/?som=liste"),
    "list, oldest first": ("contact", "/ideer/?sorter=eldst"),
    "list by date": ("contact", "/ideer/?sorter=dato"),
    "list, with me": ("contact", "/ideer/?som=liste&vis=meg"),
    "list, with others": ("contact", "/ideer/?som=liste&vis=andre"),
    "list, late": ("contact", "/ideer/?som=liste&vis=fristen"),
    "list, one column": ("contact", "/ideer/?kolonne=megler"),
    "list, everybody's": ("contact", "/ideer/?hvor=alle"),
    "first page": ("contact", "/"),
    "another contact's list": ("other", "/ideer/?hvor=alle"),
    "a broker's list": ("broker", "/ideer/"),
    "a broker's list, oldest first": ("broker", "/ideer/?sorter=eldst"),
    "an officer's list": ("officer", "/ideer/"),
    "an officer's list, one stage": ("officer", "/ideer/?stadium=trying"),
    "a stranger's list": ("stranger", "/ideer/"),
    "a stranger's list, oldest first": ("stranger", "/ideer/?sorter=eldst"),
}
# Half of the hundred are for everybody; of the others most are for the contact alone, as they are when they come.
# No page can find its rows at the beginning of a list by luck: what comes when has nothing to do with anything else.
_FILL = """
    INSERT INTO ideas_idea (version, year, serial, municipality_id, title, problem, affected, workplace, proposal,
      visibility, stage, paused_in, stage_since, holder_seat_id, holder_person_id, next_step, next_date, phase,
      received_at, is_demo)
    SELECT 1, 2026, n,
      (%(places)s::int[])[CASE WHEN n <= 100 THEN 1 ELSE 1 + n %% cardinality(%(places)s::int[]) END],
      'Idé ' || n, 'Snø', '', '', '',
      CASE WHEN n %% CASE WHEN n <= 100 THEN 2 ELSE 50 END = 0 THEN 'public' WHEN n %% 50 = 1 THEN 'partnership'
        WHEN n %% 50 = 3 THEN 'area' ELSE 'contact' END,
      (ARRAY['received', 'clarifying', 'brokering', 'trying', 'in_use'])[1 + n %% 5], '', now(),
      CASE WHEN n / 2 %% 2 = 0 THEN %(seat)s END, CASE WHEN n / 2 %% 2 = 1 THEN %(colleague)s END,
      '', current_date + n %% 300 - 150, '', now() - n * 7919 %% 100000 * interval '1 minute', false
    FROM generate_series(%(first)s, %(last)s) n"""


@dataclass(frozen=True)
class Scene:
    places: list[Any]
    people: dict[str, Any]
    colleague: Any

    @classmethod
    def made(cls) -> Scene:
        places = factories.MunicipalityFactory.create_batch(PLACES)
        people: dict[str, Any] = {
            "contact": factories.contact(place=places[0]), "other": factories.contact(place=places[1]),
            "broker": factories.broker(), "officer": factories.officer(), "stranger": None,
        }  # fmt: skip
        factories.covering(people["broker"], *places[:10])
        return cls(places, people, factories.person())

    def fill(self, first: int, last: int, places: list[Any]) -> None:
        values = {
            "first": first, "last": last, "places": [place.pk for place in places], "colleague": self.colleague.pk,
            "seat": FouiContact.objects.get(municipality=self.places[0]).pk,
        }  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(_FILL, values)
            cursor.execute("ANALYZE")

    def empty(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE ideas_idea CASCADE")

    def name(self) -> None:
        """Somebody is named on two, so that what is seen by name is looked for."""
        for person in (self.people["officer"], self.people["broker"]):
            for idea in Idea.objects.order_by("pk")[:2]:
                IdeaAccess.objects.create(idea=idea, person=person, why="named")

    def client(self, who: str) -> Client:
        client = Client()
        if (person := self.people[who]) is not None:
            client.force_login(person)
        return client


def measure(figure: Callable[..., None], seconds: Callable[[Callable[[], Any], int], float]) -> None:
    scene = Scene.made()
    clients = {who: scene.client(who) for who in scene.people}
    few = _few(scene, clients, figure, seconds)
    for where, places in (("in one place", scene.places[:1]), ("over 38", scene.places)):
        scene.empty()
        scene.fill(1, ROWS, places)
        scene.name()
        for name, (who, address) in PAGES.items():
            many = _took(clients[who], address, seconds)
            note = f"{many * 1000:.0f} ms against {few[name] * 1000:.0f} ms"
            figure(f"{name}, 100,000 {where} : 100", many / few[name], 1.2, at_most=True, note=note)


def _few(
    scene: Scene,
    clients: dict[str, Client],
    figure: Callable[..., None],
    seconds: Callable[[Callable[[], Any], int], float],
) -> dict[str, float]:
    scene.fill(1, 100, scene.places[:1])
    scene.name()
    found = {}
    for name, (who, address) in PAGES.items():
        found[name] = _took(clients[who], address, seconds)
        with CaptureQueriesContext(connection) as asked:
            clients[who].get(address)
        most = 15 if address == "/" else 8
        figure(f"{name}, queries", len(asked) - 2, most, at_most=True, note="without session and person")
    return found


def _took(client: Client, address: str, seconds: Callable[[Callable[[], Any], int], float]) -> float:
    assert client.get(address).status_code == 200, address
    return seconds(lambda: client.get(address), 20)
