"""Boards, lists and first pages with a hundred ideas, and with a hundred thousand: in one municipality, and in 38.

The pages compared look the same: a full page of fifty, full columns. Each page
is asked of both in turn, since a machine is seldom as quick in one minute as in the next.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ideas.models import Idea, IdeaAccess
from municipalities.models import FouiContact
from tests import factories
from tests.bench.copies import Copies

ROWS = 100_000
TIMES = 30
# By name: who reads, and what.
PAGES = {
    "board": ("contact", "/ideer/"),
    "board, with me": ("contact", "/ideer/?vis=meg"),
    "board, with others": ("contact", "/ideer/?vis=andre"),
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
# A hundred, by name: their stages, and how many of them lie with the contact who reads. Not every page is full
# of a hundred that are mixed; what shows twice as much takes longer however it is found.
MIXED = ("received", "clarifying", "brokering", "trying", "in_use")
FEW: dict[str, tuple[Sequence[str], int]] = {
    "mixed": (MIXED, 50), "mine": (MIXED, 100), "others": (MIXED, 0),
    "brokering": (("brokering",), 50), "trying": (("trying",), 50),
}  # fmt: skip
MINE, OTHERS = {"board, with me": "mine"}, {"board, with others": "others"}
FULL = MINE | OTHERS | {"list, one column": "brokering", "an officer's list, one stage": "trying"}
PLACES = 38


@dataclass(frozen=True)
class Many:
    """In how many municipalities, how many of a hundred lie with the contact who reads; the pages that are asked, and
    the hundred they are held against where it is not the mixed one."""

    places: int = 1
    mine: int = 50
    pages: Collection[str] = tuple(PAGES)
    few: dict[str, str] = field(default_factory=dict)


HELD = [name for name in PAGES if "with" in name] + ["first page"]
MANY = {
    "in one place": Many(few=FULL),
    "over 38": Many(PLACES, few=FULL),
    "few with me": Many(mine=0, pages=HELD, few=OTHERS),
    "few with others": Many(mine=100, pages=HELD, few=MINE | {"first page": "mine"}),
}
# Half of the hundred are for everybody; of the others most are for the contact alone, as they are when they come.
# No page can find its rows at the beginning of a list by luck: what comes when has nothing to do with anything else.
_FILL = """
    INSERT INTO ideas_idea (version, year, serial, municipality_id, title, problem, affected, workplace, proposal,
      visibility, stage, paused_in, stage_since, holder_seat_id, holder_person_id, next_step, next_date, phase,
      postmottak_version, received_at, is_demo)
    SELECT 1, 2026, n,
      (%(places)s::int[])[CASE WHEN n <= 100 THEN 1 ELSE 1 + n %% cardinality(%(places)s::int[]) END],
      'Idé ' || n, 'Snø', '', '', '',
      CASE WHEN n %% CASE WHEN n <= 100 THEN 2 ELSE 50 END = 0 THEN 'public' WHEN n %% 50 = 1 THEN 'partnership'
        WHEN n %% 50 = 3 THEN 'area' ELSE 'contact' END,
      (%(stages)s::text[])[1 + n %% cardinality(%(stages)s::text[])], '', now(),
      CASE WHEN n / 2 * 37 %% 100 < %(mine)s THEN %(seat)s END,
      CASE WHEN n / 2 * 37 %% 100 >= %(mine)s THEN %(colleague)s END,
      '', current_date + n %% 300 - 150, '', 1, now() - n * 7919 %% 100000 * interval '1 minute', false
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

    def fill(self, first: int, last: int, *, stages: Sequence[str] = MIXED, mine: int = 50, places: int = 1) -> None:
        values = {
            "first": first, "last": last, "places": [place.pk for place in self.places[:places]], "mine": mine,
            "seat": FouiContact.objects.get(municipality=self.places[0]).pk, "colleague": self.colleague.pk,
            "stages": list(stages),
        }  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(_FILL, values)
            cursor.execute("ANALYZE")

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


def measure(figure: Callable[..., None], side_by_side: Callable[..., tuple[float, float]]) -> None:
    scene, copies = Scene.made(), Copies()
    clients = {who: scene.client(who) for who in scene.people}
    for name, (stages, mine) in FEW.items():
        copies.make(name)
        copies.use(name)
        scene.fill(1, 100, stages=stages, mine=mine)
        scene.name()
    copies.use("mixed")
    _queries(clients, figure)
    for where, many in MANY.items():
        copies.make("many", of="mixed")
        copies.use("many")
        scene.fill(101, ROWS, mine=many.mine, places=many.places)
        for name in many.pages:
            who, address = PAGES[name]
            took = _took(clients[who], address, copies, many.few.get(name, "mixed"), side_by_side)
            note = f"{took[1] * 1000:.0f} ms against {took[0] * 1000:.0f} ms"
            figure(f"{name}, 100,000 {where} : 100", took[1] / took[0], 1.2, at_most=True, note=note)
        copies.drop("many")
    copies.drop(*FEW)


def _queries(clients: dict[str, Client], figure: Callable[..., None]) -> None:
    for name, (who, address) in PAGES.items():
        clients[who].get(address)
        with CaptureQueriesContext(connection) as asked:
            clients[who].get(address)
        most = 15 if address == "/" else 8
        figure(f"{name}, queries", len(asked) - 2, most, at_most=True, note="without session and person")


def _took(
    client: Client, address: str, copies: Copies, few: str, side_by_side: Callable[..., tuple[float, float]]
) -> tuple[float, float]:
    """The same page of the hundred and of the hundred thousand, asked in turn."""

    def get(name: str) -> None:
        copies.use(name)
        assert client.get(address).status_code == 200, address

    get(few), get("many")
    return side_by_side(lambda: get(few), lambda: get("many"), TIMES)
