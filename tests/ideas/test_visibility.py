"""Who sees an idea: every kind of person against every visibility."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from brokers.models import Broker, Coverage
from ideas.models import Idea, IdeaAccess
from municipalities.models import FouiContact
from partnership.people.models import RoleTerm, User
from tests import factories

pytestmark = pytest.mark.django_db

# For each kind of person the narrowest visibility they see.
SEES_FROM = {
    "stranger": "public",
    "ended": "public",
    "broker_elsewhere": "public",
    "broker_covering": "area",
    "other_contact": "partnership",
    "officer": "partnership",
    "superuser": "public",
    "contact": "contact",
    "deputy": "contact",
    "named": "contact",
    "asked_broker": "contact",
}
ORDER = ["contact", "area", "partnership", "public"]


@pytest.fixture
def world():
    place = factories.MunicipalityFactory()
    seat = FouiContact.objects.create(municipality=place)
    people: dict[str, object] = {"stranger": AnonymousUser(), "contact": factories.give(seat)}
    people["deputy"] = factories.give(seat, capacity="deputy")
    people["other_contact"] = factories.contact()
    people["officer"] = factories.officer()
    people["broker_elsewhere"] = factories.broker()
    people["broker_covering"] = factories.broker()
    covering = Broker.objects.get(terms__person=people["broker_covering"])
    Coverage.objects.create(company=covering.company, broker=covering, municipality=place)
    people["ended"] = factories.person()
    RoleTerm.objects.create(seat=seat, person=people["ended"], since="2020-01-01", until="2021-01-01")
    people["superuser"] = User.objects.create_superuser("root@portal.example", "Superbruker")
    people["named"], people["asked_broker"] = factories.person(), factories.broker()
    ideas = {visibility: factories.idea(place, visibility=visibility) for visibility in ORDER}
    for idea in ideas.values():
        IdeaAccess.objects.create(idea=idea, person=people["named"], why="named")
        asked = Broker.objects.get(terms__person=people["asked_broker"])
        IdeaAccess.objects.create(idea=idea, seat=asked, why="broker")
    return people, ideas


@pytest.mark.parametrize("kind", SEES_FROM)
def test_sees_from_the_narrowest_visibility_that_is_theirs(kind, world):
    people, _ideas = world
    seen = set(Idea.objects.visible_to(people[kind]).values_list("visibility", flat=True))

    assert seen == set(ORDER[ORDER.index(SEES_FROM[kind]) :])


def test_an_access_that_has_ended_shows_nothing(world):
    people, _ideas = world
    IdeaAccess.objects.filter(person=people["named"]).update(until="2026-01-01T00:00:00Z")

    assert set(Idea.objects.visible_to(people["named"]).values_list("visibility", flat=True)) == {"public"}


def test_what_a_stranger_wants_shown_widely_waits_until_the_address_is_proved():
    from ideas import receiving
    from ideas.models import Intake

    place = factories.MunicipalityFactory()
    Intake.objects.create(municipality=place, state="open")
    idea = receiving.receive(
        municipality=place, problem="Snøen.", sender=receiving.From("siv@a.example", wanted_visibility="public")
    )

    assert list(Idea.objects.visible_to(AnonymousUser())) == []

    assert receiving.confirm(sender=idea.sender) is True
    assert receiving.confirm(sender=idea.sender) is False
    assert list(Idea.objects.visible_to(AnonymousUser())) == [idea]
