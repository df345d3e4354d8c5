"""Who sees an idea: every kind of person against every visibility."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from ideas.intake import receiving
from ideas.models import Idea, IdeaAccess, Intake
from tests import factories
from tests.ideas import access_world
from tests.ideas.access_world import SEES_FROM, VISIBILITIES

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    made, place = access_world.people()
    for visibility in VISIBILITIES:
        access_world.idea(made, place, visibility)
    return made


def seen_by(person: object) -> set[str]:
    return set(Idea.objects.visible_to(person).values_list("visibility", flat=True))


def test_everybody_sees_from_the_narrowest_visibility_that_is_theirs(people):
    found = {kind: seen_by(people[kind]) for kind in SEES_FROM}

    assert found == {kind: set(VISIBILITIES[VISIBILITIES.index(least) :]) for kind, least in SEES_FROM.items()}


def test_an_access_that_has_ended_shows_nothing(people):
    IdeaAccess.objects.filter(person=people["named"]).update(until="2026-01-01T00:00:00Z")

    assert seen_by(people["named"]) == {"public"}


def test_what_a_stranger_wants_shown_widely_waits_until_the_address_is_proved():
    place = factories.MunicipalityFactory()
    Intake.objects.create(municipality=place, state="open")
    idea = receiving.receive(
        municipality=place, problem="Snøen.", sender=receiving.From("siv@a.example", wanted_visibility="public")
    )

    assert list(Idea.objects.visible_to(AnonymousUser())) == []

    assert receiving.confirm(sender=idea.sender) is True
    assert receiving.confirm(sender=idea.sender) is False
    assert list(Idea.objects.visible_to(AnonymousUser())) == [idea]
