"""What can be undone of many events is what can be of each."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from ideas.life import undoing
from ideas.models import IdeaEvent
from tests import factories

pytestmark = pytest.mark.django_db


def test_many_events_read_at_once_are_undone_as_each_alone():
    ola, kari = factories.broker(), factories.contact()
    seat, now = kari.terms.get().seat, timezone.now()
    for kinds in (["new_date"], ["new_date", "new_date"], ["new_date", "moved"], ["moved", "undone"]):
        idea = factories.idea(stage="clarifying")
        for hours, kind in enumerate(kinds):
            IdeaEvent.objects.create(
                idea=idea, kind=kind, by=ola, behalf_of=seat, at=now - dt.timedelta(hours=9 - hours),
                before={"next_date": str(idea.next_date), "stage": "received"},
            )  # fmt: skip
    events = list(IdeaEvent.objects.filter(behalf_of=seat).select_related("idea").order_by("-at", "-pk"))

    found = undoing.can_be_undone(events)

    assert found == [event for event in events if undoing.puts_back(event, event.idea)]
    assert 0 < len(found) < len(events)
    assert undoing.can_be_undone([]) == []
