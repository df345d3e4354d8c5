"""The snapshot of the region: each of its numbers is what a plain count finds, it is fresh, and it costs little."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideas.models import Idea
from ideas.together import merging
from meetings.models import Invitation, Meeting
from overview import tasks
from overview.models import RegionSnapshot
from overview.region import figures, snapshot
from partnership.people import terms
from tests import factories
from tests.overview import region_world

pytestmark = pytest.mark.django_db


def as_kept() -> dict[str, object]:
    """What lies in the database, in the order of a plain count."""
    numbers = RegionSnapshot.objects.get().numbers
    for place in numbers["places"].values():
        place["holders"].sort()
    return numbers


@pytest.mark.parametrize("seed", range(6))
def test_after_a_refresh_every_number_is_what_a_plain_count_finds(seed):
    region_world.World(seed)

    found = snapshot.refresh()

    assert as_kept() == region_world.counted(found.at)
    assert figures.Figures.of_json(RegionSnapshot.objects.get().numbers) == found.figures


@pytest.mark.parametrize("seed", range(3))
def test_the_numbers_add_up(seed):
    region_world.World(seed)

    found = snapshot.refresh().figures

    shared = Idea.objects.filter(visibility__in=["partnership", "public"], stage__in=_open())
    assert found.ideas == sum(one.ideas for one in found.stages) == Idea.objects.filter(stage__in=_open()).count()
    assert found.shared_ideas == shared.count()
    assert [one.invited for one in found.meetings] == [
        one.comes + one.maybe + one.declined + one.silent for one in found.meetings
    ]


def _open() -> list[str]:
    return [stage for stages in region_world.COLUMNS.values() for stage in stages]


def test_a_merged_idea_a_new_holder_and_a_cancelled_meeting_by_the_portals_own_verbs():
    place = factories.MunicipalityFactory()
    kari = factories.contact("Kari Vik", place)
    nina = factories.officer("Nina Solem")
    first, second = factories.idea(place), factories.idea(place, title="Det samme")
    meetings = [factories.meeting(nina, start=timezone.now() - dt.timedelta(days=days)) for days in (3, 9)]
    for meeting in meetings:
        Invitation.objects.create(
            meeting=meeting, seat=kari.terms.get().seat, person=kari, name=kari.name, email=kari.email,
            invited_at=timezone.now(), reply="comes",
        )  # fmt: skip
        Meeting.objects.filter(pk=meeting.pk).update(state="held")
    before = snapshot.refresh().figures

    merging.merge(idea=second, into=first, by=kari)
    Meeting.objects.filter(pk=meetings[0].pk).update(state="cancelled")
    terms.hand_over(seat=kari.terms.get().seat, to=factories.person("Ida Foss"), on=timezone.localdate(), by=nina)
    after = snapshot.refresh().figures

    assert (before.ideas, after.ideas) == (2, 1)
    assert (before.places[place.pk].asked, after.places[place.pk].asked) == (2, 1)
    assert (len(before.meetings), len(after.meetings)) == (2, 1)
    assert (before.with_contact, after.with_contact) == (1, 1)
    assert before.places[place.pk].holders != after.places[place.pk].holders


def test_who_reads_finds_nothing_older_than_five_minutes_and_counts_no_more_often():
    factories.idea()
    first = snapshot.refresh()
    factories.idea()

    assert snapshot.current().figures.ideas == 1

    RegionSnapshot.objects.update(at=timezone.now() - dt.timedelta(minutes=5))
    found = snapshot.current()

    assert (found.figures.ideas, found.at > first.at) == (2, True)


def test_the_beat_renews_it_and_two_at_once_are_one(monkeypatch):
    tasks.refresh_region()
    kept = RegionSnapshot.objects.get().at
    monkeypatch.setattr(snapshot.timezone, "now", lambda: kept - dt.timedelta(seconds=1))

    # As though it had asked before the other was done: it takes what the other found.
    assert snapshot.refresh().at == kept
    assert RegionSnapshot.objects.count() == 1


def test_what_an_older_portal_kept_is_counted_anew():
    RegionSnapshot.objects.create(pk=1, at=timezone.now(), numbers={"places": {}, "ideas": 7})

    assert snapshot.current().figures.ideas == 0


def test_nothing_of_it_needs_the_cache(monkeypatch):
    def gone(*args: object, **kwargs: object) -> None:
        raise ConnectionError

    for name in ("get", "set", "get_or_set", "get_many"):
        monkeypatch.setattr(cache, name, gone)

    assert snapshot.current().figures.ideas == 0


def test_refreshing_asks_the_same_number_of_queries_whatever_it_counts():
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            snapshot.refresh()
        return len(asked)

    queries()
    empty = queries()
    region_world.World(1)

    assert queries() <= empty + 3  # answers of no meeting at all are not asked for
    assert empty <= 28


def test_it_names_nobody():
    world = region_world.World(2)

    snapshot.refresh()

    text = str(RegionSnapshot.objects.get().numbers)
    assert [person.name for person in world.people if person.name in text] == []
