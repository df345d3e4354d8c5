"""The lists against a bare signed-in page with the same rows, and with a hundred thousand rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import connection, connections
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import path
from django.utils import timezone

from meetings.models import Meeting
from partnership import urls
from tests import factories
from tests.bench.copies import Copies

BARE = engines["django"].from_string(
    "{% extends 'base.html' %}{% block content %}<ul>{% for m in rows %}"
    "<li><a href='/moter/{{ m.pk }}/'>{{ m.title }}</a> {{ m.start }} {{ m.comes }} of {{ m.invited }}</li>"
    "{% endfor %}</ul>{% endblock content %}"
)


def bare(request: HttpRequest) -> HttpResponse:
    chosen = Meeting.objects.filter(state="published", end__gt=timezone.now()).order_by("start")
    rows = chosen.with_reply_counts("comes", "invited")[:20]
    return HttpResponse(BARE.render({"rows": list(rows)}, request))


urlpatterns = [*urls.urlpatterns, path("bare/", bare, name="bare")]


def measure(
    figure: Callable[..., None],
    side_by_side: Callable[..., tuple[float, float]],
) -> None:
    host = factories.officer()
    _meetings(host, 100)
    for _place in range(20):
        factories.contact()
    client = Client()
    client.force_login(host)
    with override_settings(ROOT_URLCONF="tests.bench.pages"):
        for address in ("/bare/", "/moter/", "/kommuner/"):
            client.get(address)
        for name, address in (("meeting list", "/moter/"), ("directory", "/kommuner/")):
            plain, ours = side_by_side(lambda: client.get("/bare/"), lambda address=address: client.get(address), 60)
            figure(
                f"{name} against a bare page",
                plain / ours,
                0.65,
                at_most=False,
                note=f"{ours * 1000:.0f} ms against {plain * 1000:.0f} ms",
            )
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            figure(f"{name}, queries", len(asked) - 2, 8, at_most=True, note="without session and person")
    copies = Copies()
    copies.make("few")
    _meetings(host, 99_900)
    with connections["default"].cursor() as cursor:
        cursor.execute("ANALYZE")

    def of(name: str) -> None:
        copies.use(name)
        assert client.get("/moter/").status_code == 200

    of("few"), of("")
    few, many = side_by_side(lambda: of("few"), lambda: of(""), 30)
    copies.drop("few")
    figure("meeting list, 100,000 rows against 100", many / few, 1.2, at_most=True)


def _meetings(host: Any, count: int) -> None:
    first = factories.meeting(host, state="published")
    start = timezone.now() + dt.timedelta(days=30)
    Meeting.objects.bulk_create(
        (
            Meeting(
                owner_partner_id=first.owner_partner_id, host=host, host_phone="400 00 010", title=f"Møte {n}",
                start=start + dt.timedelta(minutes=n), end=start + dt.timedelta(minutes=n + 60), state="published",
                join_url="https://teams.example/mote",
            )
            for n in range(count - 1)
        ),
        batch_size=5000,
    )  # fmt: skip
