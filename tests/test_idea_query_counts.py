"""An idea's page, the lists of ideas and the first page cost the same with one row of everything and with thirty."""

from __future__ import annotations

import pytest
from django.utils import timezone

from ideas.models import Anchoring, Comment, IdeaAccess, IdeaEvent, Message, Note
from tests import factories
from tests.test_query_counts import SIGNED_IN, queries

pytestmark = pytest.mark.django_db
ROWS = (1, 29)


@pytest.fixture
def place():
    return factories.MunicipalityFactory(slug="frosta")


@pytest.fixture
def readers(place):
    ola = factories.broker("Ola Moen")
    factories.covering(ola, place)
    kari = factories.contact("Kari Vik", place)
    return {"contact": kari, "broker": ola, "officer": factories.officer(), "stranger": None}


def talked_about(idea, who, count: int) -> None:
    """``count`` more of everything an idea's page shows."""
    for number in range(count):
        said = {"idea": idea, "text": f"Linje {number}", "by": who}
        Message.objects.create(**said)
        Note.objects.create(**said)
        Comment.objects.create(**said)
        IdeaEvent.objects.create(idea=idea, kind="moved", by=who, new_stage="clarifying")
        IdeaAccess.objects.create(idea=idea, person=factories.person(), why="named")
        Anchoring.objects.create(idea=idea, who=f"Leder {number}", on=timezone.localdate(), by=who)
        factories.idea(visibility="public")


def signed(client, who) -> None:
    client.logout()
    if who is not None:
        client.force_login(who)


# Below the fifteen of a detail page, so that an idea with more kinds of things still has room.
MOST = {"contact": 13, "broker": 11, "officer": 6, "stranger": 3}


@pytest.mark.parametrize("role", MOST)
def test_an_ideas_page_asks_the_same_whatever_it_holds(client, place, readers, role):
    idea = factories.idea(place, sender="siv@a.example", visibility="public", stage="clarifying")
    signed(client, readers[role])
    counts = []
    for more in ROWS:
        talked_about(idea, readers["contact"], more)
        counts.append(queries(client, f"/ideer/{idea.pk}/"))

    assert counts[1] <= counts[0]
    assert counts[1] <= MOST[role] + SIGNED_IN


LISTS = {"/ideer/": 8, "/ideer/?som=liste": 8, "/ideer/?hvor=alle": 8, "/ideer/ventet/": 8}


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("role", ["contact", "broker", "officer"])
def test_a_list_of_ideas_asks_at_most_eight(client, place, readers, role, address):
    signed(client, readers[role])
    counts = []
    for more in ROWS:
        for _number in range(more):
            factories.idea(place, visibility="public")
        counts.append(queries(client, address))

    assert counts[1] <= counts[0]
    assert counts[1] <= LISTS[address] + SIGNED_IN


@pytest.mark.parametrize("role", ["contact", "broker"])
def test_a_first_page_does_not_grow_with_the_ideas(client, place, readers, role):
    signed(client, readers[role])
    counts = []
    for more in ROWS:
        for _number in range(more):
            factories.idea(place, visibility="public")
            factories.idea(place, holder_seat=None, holder_person=factories.person())
        counts.append(queries(client, "/"))

    assert counts[1] <= counts[0]
