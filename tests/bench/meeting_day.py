"""The day page asked by five hundred who take part, and groups for four hundred."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone

from meetings.day import following
from meetings.groups import arranging
from meetings.invitations import inviting
from meetings.models import AudienceGuest, Meeting
from tests import factories
from tests.meetings.test_arranging import a_meeting, at_random, measured

FOLLOWERS = 500
# Everybody asks every four seconds: a poll may cost a third of a bare page.
SHARE = 3.0


def measure(figure: Callable[..., None], side_by_side: Callable[..., tuple[float, float]]) -> None:
    _polls(figure, side_by_side)
    _groups(figure)


def _polls(figure: Callable[..., None], side_by_side: Callable[..., tuple[float, float]]) -> None:
    meeting = factories.meeting()
    AudienceGuest.objects.bulk_create(
        AudienceGuest(meeting=meeting, name=f"Gjest {n}", email=f"g{n}@gjest.example") for n in range(FOLLOWERS)
    )
    inviting.invite(meeting=meeting, by=meeting.host)
    Meeting.objects.filter(pk=meeting.pk).update(start=timezone.now())
    known = following.version(meeting.pk)
    addresses = [f"/svar/{one.token()}/dagen/nytt/?v={known}" for one in meeting.invitations.all()]
    client, signed = Client(), Client()
    signed.force_login(meeting.host)
    own = f"/moter/{meeting.pk}/dagen/nytt/?v={known}"

    def by_link() -> None:
        for address in addresses:
            assert client.get(address).status_code == 204

    def bare() -> None:
        for _one in range(FOLLOWERS // 10):
            signed.get("/bare/")

    with override_settings(ROOT_URLCONF="tests.bench.pages"):
        signed.get("/bare/")
        plain, ours = side_by_side(bare, by_link, 3)
        page, poll = plain / (FOLLOWERS // 10), ours / FOLLOWERS
        figure(
            "day page, polls a second for a bare page", page / poll, SHARE, at_most=False,
            note=f"{1 / poll:.0f} a second by one thread, {FOLLOWERS / 4:.0f} wanted of five hundred",
        )  # fmt: skip
        for name, who, address in (("by link", client, addresses[0]), ("signed in", signed, own)):
            who.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert who.get(address).status_code == 204
            figure(f"day page, queries of a poll {name}", len(asked), 2, at_most=True)


def _groups(figure: Callable[..., None]) -> None:
    for count in (20, 65, 400):
        persons = a_meeting(count, 1)
        groups = arranging.circles(persons)
        begun = time.perf_counter()
        seated = arranging.arrange(persons, groups, seed=1)
        took = time.perf_counter() - begun
        best = arranging.bounds(persons, groups)
        ours, chance = measured(persons, groups, seated), measured(persons, groups, at_random(persons, groups, 1))
        parts: list[tuple[str, str, Any]] = [
            ("groups with a broker", "broker", best.with_broker),
            ("municipalities a group", "places", best.places),
            ("theme agreement", "agreement", best.agreement),
        ]
        for words, key, bound in parts:
            note = f"{ours[key]:.2f}, at random {chance[key]:.2f}, best {bound:.2f}"
            figure(f"{count} people, {words} of the bound", ours[key] / bound, 0.85, at_most=False, note=note)
        if count == 400:
            figure("400 people in groups, seconds", took, 5, at_most=True)
