"""Nothing hidden is found, counted or marked: roles × visibilities over all that is not for everybody.

Who may see what is written here by hand, from docs/architecture.md, and not asked of ``visible_to``.
"""

from __future__ import annotations

import datetime as dt
import html
import random
import re
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from ideas.models import Lesson
from meetings.invitations import inviting
from meetings.models import Audience, Minutes, MinutesVersion
from municipalities.models import Experience, FouiContact, Goal, Measure, Milestone
from partnership.common import contributions
from partnership.common.searching import FEW, Sought
from partnership.partners.models import InformationPage
from partnership.people.models import RoleTerm
from tests import factories

pytestmark = pytest.mark.django_db

WORD = "torsk"
EVERYBODY = frozenset({"stranger", "kari", "dagny", "per", "ola", "nina", "guro", "former"})
OWN, OTHER, OFFICERS = frozenset({"kari", "dagny"}), frozenset({"per"}), frozenset({"nina", "guro"})
WITH_ROLE = EVERYBODY - {"stranger", "former"}


@dataclass(frozen=True)
class Row:
    """``word`` stands in its title or text alone, and nowhere else."""

    kind: str
    title: str
    word: str
    seen_by: frozenset[str]


class World:
    """One row of each kind for each visibility, in the own municipality and in another."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.rows: list[Row] = []
        self.here, self.there = factories.MunicipalityFactory(), factories.MunicipalityFactory()
        self.people = self._people()
        for place, own in ((self.here, OWN), (self.there, OTHER)):
            self._ideas(place, own)
            self._shown(place, own)
        self._meetings()
        for when, seen in ((None, OFFICERS), (timezone.now(), EVERYBODY)):
            title, word = self._row("sider", seen)
            InformationPage.objects.create(name=title, slug=word, text=f"Om {word}.", published_at=when)

    def _people(self):
        kari = factories.contact("Kari", self.here)
        dagny = factories.give(FouiContact.objects.get(terms__person=kari), factories.person("Dagny"), "deputy")
        ola = factories.broker("Ola")
        factories.covering(ola, self.here)
        fylket = factories.PartnerFactory(slug="fylket", name="Fylket", short_name="Fylket")
        former = factories.contact("Fride", factories.MunicipalityFactory())
        RoleTerm.objects.filter(person=former).update(until=timezone.localdate() - dt.timedelta(days=5))
        return {
            "stranger": AnonymousUser(),
            "kari": kari,
            "dagny": dagny,
            "per": factories.contact("Per", self.there),
            "ola": ola,
            "nina": factories.officer("Nina"),
            "guro": factories.officer("Guro", fylket),
            "former": former,
        }

    def _row(self, kind: str, seen_by) -> tuple[str, str]:
        word = "".join(self.random.choices("bdfghjklmnprstv", k=12))
        title = f"Torsk {word}"
        self.rows.append(Row(kind, title, word, frozenset(seen_by)))
        return title, word

    def _ideas(self, place, own) -> None:
        brokers = {"ola"} if place == self.here else set()
        seen = {
            "contact": own,
            "area": own | brokers,
            "partnership": OWN | OTHER | OFFICERS | brokers,
            "public": EVERYBODY,
        }
        for visibility, people in seen.items():
            title, _word = self._row("ideer", people)
            idea = factories.idea(place, title=title, visibility=visibility, stage="in_use")
            lesson, word = self._row("laerdommer", people)
            Lesson.objects.create(idea=idea, title=lesson, learned=f"Vi lærte {word}.")
        hidden, _word = self._row("ideer", own)
        idea = factories.idea(place, title=hidden, stage="in_use")
        lesson, word = self._row("laerdommer", EVERYBODY)
        Lesson.objects.create(idea=idea, title=lesson, learned=f"Vi lærte {word}.", is_public=True)

    def _shown(self, place, own) -> None:
        for when, seen in ((None, own), (timezone.now(), EVERYBODY)):
            title, word = self._row("erfaringer", seen)
            Experience.objects.create(municipality=place, title=title, lesson=f"Om {word}.", published_at=when)
        for visibility, seen in (("municipality", own), ("partnership", WITH_ROLE), ("public", EVERYBODY)):
            title, word = self._row("strategier", seen)
            strategy = factories.strategy(place, title=title, about=f"Mer om {word}.", visibility=visibility)
            title, word = self._row("mal", seen)
            goal = Goal.objects.create(strategy=strategy, title=title, why=f"Fordi {word}.")
            title, _word = self._row("mal", seen)
            measure = Measure.objects.create(goal=goal, title=title)
            title, word = self._row("mal", seen)
            Milestone.objects.create(measure=measure, title=title, due=strategy.begins, done_note=f"Det ble {word}.")

    def _meetings(self) -> None:
        """Guro's, at Fylket: a draft, one for the invited (Kari), one for everybody; each with minutes."""
        guro = self.people["guro"]
        partner = guro.terms.get().seat.partnerofficer.partner
        for state, is_public, seen in (
            ("draft", False, {"guro"}), ("published", False, OFFICERS), ("published", True, EVERYBODY),
            ("draft", False, OFFICERS | {"kari"}),
        ):  # fmt: skip
            title, _word = self._row("moter", seen)
            meeting = factories.meeting(guro, title=title, owner_partner=partner, state=state, is_public=is_public)
            if "kari" in seen and not is_public:
                Audience.objects.create(meeting=meeting).persons.set([self.people["kari"]])
                inviting.invite(meeting=meeting, by=guro)
            self._minutes(meeting, title, {"guro"} | ({"kari"} if "kari" in seen and not is_public else set()))

    def _minutes(self, meeting, title: str, seen) -> None:
        _title, word = self._row("referater", seen)
        self.rows[-1] = Row("referater", title, word, frozenset(seen))
        minutes = Minutes.objects.create(meeting=meeting, state="published", text="")
        MinutesVersion.objects.create(minutes=minutes, number=1, is_published=True, text=f"Vi talte om {word}.")

    def seen(self, name: str, kind: str) -> list[str]:
        return sorted(row.title for row in self.rows if row.kind == kind and name in row.seen_by)


@pytest.fixture(params=[7, 11])
def world(request):
    return World(request.param)


def titles(user, text: str, kind: str = "") -> dict[str, list[str]]:
    groups = contributions.search(user, Sought.of(text, kind))
    return {one.key: sorted("".join(piece.text for piece in hit.title) for hit in one.hits) for one in groups}


def test_each_person_finds_all_that_is_theirs_to_see_and_nothing_else(world):
    kinds = {row.kind for row in world.rows}

    found = {
        name: {kind: titles(user, WORD, kind).get(kind, []) for kind in kinds} for name, user in world.people.items()
    }

    assert found == {name: {kind: world.seen(name, kind) for kind in kinds} for name in world.people}


def test_a_word_of_what_is_hidden_is_neither_found_nor_counted(world):
    told = [
        (name, row)
        for name, user in world.people.items()
        for row in world.rows
        if (name in row.seen_by) != bool(titles(user, row.word, row.kind))
    ]

    assert told == []


def test_the_page_shows_counts_and_marks_what_the_person_sees_alone(world):
    for name, user in world.people.items():
        client = Client()
        if user.is_authenticated:
            client.force_login(user)
        page = client.get("/sok/", {"q": WORD}).content.decode()
        text = html.unescape(re.sub(r"<[^>]+>", "", page))
        seen = {kind: world.seen(name, kind) for kind in dict.fromkeys(row.kind for row in world.rows)}
        counts = {kind: min(len(found), FEW) for kind, found in seen.items() if found}
        more = {kind: "+" if len(seen[kind]) > FEW else "" for kind in counts}

        links = dict(re.findall(r'href="#(\w+)">[^<]+</a> \((\d+\+?)\)', page))
        assert links == {kind: f"{count}{more[kind]}" for kind, count in counts.items()}, name
        assert {row.word for row in world.rows if row.word in text and name not in row.seen_by} == set(), name
        assert page.count('"><mark>Torsk</mark>') == sum(counts.values()), name
