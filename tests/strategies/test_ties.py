"""What serves a goal: chosen by the municipality, shown to each reader as far as they may see it elsewhere."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from municipalities.models import Experience, Strategy
from overview.models import GoalTie
from overview.strategies import page as strategies
from overview.strategies import ties
from tests import factories
from tests.strategies.test_starting import client_of

pytestmark = pytest.mark.django_db

TOKEN = re.compile(r'csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]*"')


def page(client: Client, address: str) -> str:
    return TOKEN.sub("", client.get(address).content.decode())


@pytest.fixture
def things(namsos, kari):
    """An idea, a meeting and an experience of the municipality's, which nobody else sees."""
    seat = namsos.contacts.get()
    held = timezone.now() - dt.timedelta(days=2)
    meeting = factories.meeting(
        kari, owner_partner=None, owner_seat=seat, title="Lukket verksted", start=held, state="held"
    )
    experience = Experience.objects.create(municipality=namsos, title="Upublisert erfaring")
    return {
        "idea": factories.idea(namsos, title="Skjult idé", stage="in_use"),
        "meeting": meeting,
        "experience": experience,
    }


def tie_all(goal, things, kari):
    for kind, row in things.items():
        assert ties.tie(goal=goal, kind=kind, pk=row.pk, by=kari)


def test_the_contact_ties_and_unties_from_the_goals_page(strategy, goal, kari, things):
    client, address = client_of(kari), reverse("overview:goal_ties", args=[strategy.pk, goal.pk])
    text = page(client, address)
    assert all(row.title in text for row in things.values())

    for kind, row in things.items():
        for _twice in range(2):
            client.post(address, {"knytt": f"{kind}-{row.pk}"})
    assert GoalTie.objects.of(goal).count() == 3
    client.post(address, {"fjern": GoalTie.objects.get(idea=things["idea"]).pk})

    assert {tie.idea or tie.meeting or tie.experience for tie in GoalTie.objects.of(goal)} == {
        things["meeting"], things["experience"],
    }  # fmt: skip


def test_the_keeper_sees_also_what_has_led_to_nothing_yet(strategy, goal, kari, per, namsos):
    strategy.visibility = "public"
    strategy.save()
    idea = factories.idea(namsos, title="Nettopp mottatt", visibility="public")
    ties.tie(goal=goal, kind="idea", pk=idea.pk, by=kari)

    seen = [page(client_of(who), strategy.get_absolute_url()) for who in (kari, per)]

    assert ["Nettopp mottatt" in text for text in seen] == [True, False]


def test_idea_and_experience_name_the_goal_they_serve_to_who_sees_the_strategy(strategy, goal, kari, per, namsos):
    told = Experience.objects.create(municipality=namsos, title="Lært", published_at=timezone.now())
    idea = factories.idea(namsos, title="Åpen idé", visibility="public")
    for kind, row in (("idea", idea), ("experience", told)):
        ties.tie(goal=goal, kind=kind, pk=row.pk, by=kari)

    for row in (idea, told):
        seen = [page(client_of(who), row.get_absolute_url()) for who in (kari, per)]
        assert [f"#mal-{goal.pk}" in text for text in seen] == [True, False]
        assert [">Tjener mål<" in text for text in seen] == [True, False]


def test_the_search_finds_by_words(strategy, goal, kari, things):
    address = reverse("overview:goal_ties", args=[strategy.pk, goal.pk])

    text = page(client_of(kari), f"{address}?q=verksted")

    assert "Lukket verksted" in text
    assert "Skjult idé" not in text
    assert "Upublisert erfaring" not in text


@pytest.mark.parametrize("kind", ties.KINDS)
def test_what_is_another_municipalitys_or_not_seen_cannot_be_tied(strategy, goal, kari, kind):
    place = factories.MunicipalityFactory()
    rows = {
        "idea": factories.idea(place, visibility="public"),
        "meeting": factories.meeting(state="draft"),
        "experience": Experience.objects.create(municipality=place, title="Annen", published_at=timezone.now()),
    }
    address = reverse("overview:goal_ties", args=[strategy.pk, goal.pk])

    response = client_of(kari).post(address, {"knytt": f"{kind}-{rows[kind].pk}"})

    assert response.status_code == 404
    assert not GoalTie.objects.exists()


@pytest.mark.parametrize("garbage", ["", "idea", "idea-", "strategy-1", "idea-9999999999999999999", "idea-²"])
def test_garbage_ties_nothing(strategy, goal, kari, garbage):
    address = reverse("overview:goal_ties", args=[strategy.pk, goal.pk])

    assert client_of(kari).post(address, {"knytt": garbage}).status_code in (302, 404)
    assert not GoalTie.objects.exists()


@pytest.mark.parametrize("name", ["strategy", "strategy_council", "strategy_year"])
def test_the_pages_are_the_same_to_the_byte_with_and_without_what_the_reader_may_not_see(
    strategy, goal, kari, per, things, name
):
    Strategy.objects.update(visibility="public")
    year = [timezone.localdate().year] if name == "strategy_year" else []
    address = reverse(f"overview:{name}", args=[strategy.pk, *year])
    readers = [client_of(per), Client(), client_of(factories.officer())]
    before = [page(one, address) for one in readers]
    own = page(client_of(kari), address)

    tie_all(goal, things, kari)

    assert [page(one, address) for one in readers] == before
    # The council's page is for paper: nobody's prints what is hidden from others.
    assert (page(client_of(kari), address) == own) is (name == "strategy_council")


def test_the_councils_page_has_what_is_open_to_everybody_and_says_so(strategy, goal, kari, namsos):
    told = Experience.objects.create(municipality=namsos, title="Åpen erfaring", published_at=timezone.now())
    ties.tie(goal=goal, kind="experience", pk=told.pk, by=kari)

    text = page(client_of(kari), reverse("overview:strategy_council", args=[strategy.pk]))

    assert "Åpen erfaring" in text
    assert "erfaringene som er åpne for alle" in text


def test_only_what_has_happened_has_served_the_goal(strategy, goal, kari, namsos):
    seat = namsos.contacts.get()
    now = timezone.now()
    for title, state, days in (
        ("Utkast", "draft", 9), ("Gammelt utkast", "draft", -9), ("Avlyst", "cancelled", -9),
        ("Planlagt", "published", 9), ("Holdt", "held", -9),
    ):  # fmt: skip
        start = now + dt.timedelta(days=days)
        made = factories.meeting(kari, owner_partner=None, owner_seat=seat, title=title, start=start, state=state)
        GoalTie.objects.create(goal=goal, meeting=made, by=kari)
    for stage in ("received", "clarifying", "withdrawn", "trying", "in_use"):
        idea = factories.idea(namsos, title=f"Idé {stage}", stage=stage)
        GoalTie.objects.create(goal=goal, idea=idea, by=kari)

    [shown] = strategies.of(strategy, kari).goals

    assert {(one.title, one.came_of) for one in shown.has_served if one.kind == "idea"} == {
        ("Idé trying", "i gang"), ("Idé in_use", "i bruk"),
    }  # fmt: skip
    assert [one.title for one in shown.has_served if one.kind == "meeting"] == ["Holdt"]
    assert [one.title for one in shown.coming] == ["Planlagt"]
    text = page(client_of(kari), strategy.get_absolute_url())
    assert text.index("Dette har tjent målet") < text.index("Kommer:") < text.index("Planlagt")


def test_the_year_tells_what_was_done_and_ideas_by_sums(strategy, goal, kari, things, milestone):
    tie_all(goal, things, kari)
    milestone.done_at, milestone.done_note = timezone.now(), "Ingen venter."
    milestone.save()
    this = timezone.localdate().year

    text = page(client_of(kari), reverse("overview:strategy_year", args=[strategy.pk, this]))

    assert "Én idé ble knyttet til målet:" in text
    assert "1 i bruk." in text
    assert "Skjult idé" not in text
    for said in ("Lukket verksted", "Alle har fått svar", "Ingen venter."):
        assert said in text
    assert client_of(kari).get(reverse("overview:strategy_year", args=[strategy.pk, this + 1])).status_code == 404
