"""One query tells what has anything to say on the first page: what is found is what reading everything finds."""

from __future__ import annotations

from collections import Counter

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.models import Idea
from partnership.common import contributions, norwegian, once, probing
from partnership.common.contributions import Waiting
from partnership.common.probing import OfRows
from partnership.people.models import User
from tests import factories
from tests.ideas.test_waiting_for_many import World
from tests.overview.much_waits import KINDS, MuchWaits
from tests.test_query_counts import SIGNED_IN, queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def all_of_it():
    found = MuchWaits()
    found.fill()
    return found


def read_all(monkeypatch, person: User) -> list[Waiting]:
    """Without asking first."""
    with monkeypatch.context() as patched:
        patched.setattr(probing, "with_rows", lambda asked: [True] * len(asked))
        return contributions.waiting(User.objects.get(pk=person.pk), norwegian.today())


def asked_first(person: User) -> list[Waiting]:
    return contributions.waiting(User.objects.get(pk=person.pk), norwegian.today())


def kinds(items: list[Waiting]) -> set[str]:
    return {item.key.partition(":")[0] for item in items}


def test_every_source_has_something_for_one_of_three_and_asking_first_finds_all_of_it(monkeypatch, all_of_it):
    found = {person.pk: asked_first(person) for person in all_of_it.people}

    assert found == {person.pk: read_all(monkeypatch, person) for person in all_of_it.people}
    assert set().union(*map(kinds, found.values())) == KINDS


def test_no_source_of_what_waits_is_left_unfilled(all_of_it):
    sources = zip(settings.WAITING, contributions.resolve("WAITING"), strict=True)

    silent = [
        path
        for path, source in sources
        if not any(list(source(person, norwegian.today())) for person in all_of_it.people)
    ]

    assert silent == []


def test_deputies_find_the_same(monkeypatch, all_of_it):
    deputies = all_of_it.go_away()

    found = {person.pk: asked_first(person) for person in deputies}

    assert found == {person.pk: read_all(monkeypatch, person) for person in deputies}
    assert all(any(item.on_behalf_of for item in items) for items in found.values())


def test_no_deputy_misses_what_is_said_to_come_through_no_role(all_of_it):
    parts = [part for who in all_of_it.people for part in contributions._own(who, norwegian.today())]
    others = [part for part in parts if isinstance(part, OfRows) and not part.by_role]

    lines = [line for part in others for line in part.make(part.rows)]

    assert {line.seat for line in lines} == {None}
    assert len(kinds(lines)) > 12


@pytest.mark.parametrize("seed", [6, 7])
def test_whoever_it_is_asking_first_finds_the_same(monkeypatch, seed):
    world = World(seed)

    found = {person.pk: asked_first(person) for person in world.people}

    assert found == {person.pk: read_all(monkeypatch, person) for person in world.people}
    assert sum(map(len, found.values())) > 50


@pytest.mark.parametrize("seed", [8, 9])
def test_what_is_kept_while_a_page_is_made_changes_nothing(seed):
    world, today = World(seed), norwegian.today()

    found = {person.pk: asked_first(person) for person in world.people}
    with once.for_page():
        in_one_block = {person.pk: contributions.waiting(person, today) for person in world.fresh()}

    assert in_one_block == found


def test_no_question_is_put_twice_on_one_page(client, all_of_it):
    """Of a deputy's page what is asked of the one who is away looks like what is asked of the deputy."""
    for person in all_of_it.people:
        client.force_login(person)
        queries(client, "/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/")

        assert [one for one, times in Counter(query["sql"] for query in asked).items() if times > 1] == []


def test_told_to_many_all_of_it_is_the_same(all_of_it):
    today = norwegian.today()
    one_by_one = {person.pk: contributions.waiting(person, today) for person in all_of_it.people}
    with once.for_many():
        together = {person.pk: contributions.waiting(person, today) for person in all_of_it.people}

    # What stands on the first page and is in no mail is left out for many.
    pages_alone = {"idea-behalf", "broker-declined"}
    assert together == {
        pk: [item for item in items if not kinds([item]) & pages_alone] for pk, items in one_by_one.items()
    }


def test_what_has_rows_is_told_by_one_query_and_what_cannot_have_any_is_not_asked():
    idea = factories.idea(stage="clarifying")
    rows = [
        Idea.objects.filter(pk=idea.pk),
        Idea.objects.filter(stage="ended").order_by("pk")[:5],
        Idea.objects.none(),
        [],
        Idea.objects.order_by("-pk")[:1],
        Idea.objects.order_by("-pk")[1:2],
        [idea],
    ]

    with CaptureQueriesContext(connection) as asked:
        found = probing.with_rows(rows)

    assert found == [True, False, False, False, True, False, True]
    assert len(asked) == 1
    with CaptureQueriesContext(connection) as asked:
        assert probing.with_rows([[], Idea.objects.none(), [idea]]) == [False, False, True]
    assert len(asked) == 0


def test_a_source_that_says_nothing_of_its_rows_is_read_as_it_is_and_in_its_place():
    idea = factories.idea()
    first, second, third = (Waiting(key=key, title=key, sentence="", url="/") for key in ("a", "b", "c"))
    none = OfRows(Idea.objects.exclude(pk=idea.pk), lambda rows: pytest.fail("was read"))
    one = OfRows(Idea.objects.all(), lambda rows: [second for _idea in rows])

    assert probing.read([first, none, one, third], [none], [second]) == [[first, second, third], [], [second]]


def test_what_is_done_is_gone_at_once(client, all_of_it):
    client.force_login(all_of_it.kari)
    before = client.get("/").context["items"]
    all_of_it.place.surveys.update(read_on=norwegian.today())

    after = client.get("/").context["items"]

    assert {item.key for item in before} - {item.key for item in after} == {
        f"survey:{survey.pk}" for survey in all_of_it.place.surveys.all()
    }


# More than fifteen where all that can wait does so at once: what has something is read, a query or two each. For the
# contact that is five and twenty kinds, beside the page's other parts.
MOST = {"kari": 34, "ola": 14, "nina": 27}


@pytest.mark.parametrize("who", MOST)
def test_with_much_waiting_the_first_page_asks_no_more_for_ten_of_everything(client, all_of_it, who):
    client.force_login(getattr(all_of_it, who))
    with_one = queries(client, "/")
    for _more in range(9):
        all_of_it.fill()
    with_ten = queries(client, "/")

    assert with_ten <= with_one
    assert with_one <= MOST[who] + SIGNED_IN


def test_with_all_three_away_their_deputies_pages_ask_what_is_true(client, all_of_it):
    """A contact's deputy is asked about twice: as who acts in the role, and for who is away."""
    counts = []
    for deputy in all_of_it.go_away():
        client.force_login(deputy)
        counts.append(queries(client, "/"))

    assert [count <= most + SIGNED_IN for count, most in zip(counts, (54, 21, 31), strict=True)] == [True] * 3, counts


@pytest.mark.parametrize("role", [factories.contact, factories.broker, factories.officer])
def test_on_a_quiet_day_the_first_page_asks_little(client, role):
    client.force_login(role())

    assert queries(client, "/") <= 11 + SIGNED_IN
