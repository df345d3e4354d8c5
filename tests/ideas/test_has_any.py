"""What an idea has none of is not asked for, and nothing it has is left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from brokers.models import Broker
from ideas import has_any
from ideas.models import Idea
from tests import factories

pytestmark = pytest.mark.django_db


def a_broker() -> Broker:
    return Broker.objects.get(terms__person=factories.broker())


def a_talk() -> Any:
    ola = factories.broker()
    place = factories.MunicipalityFactory()
    factories.covering(ola, place)
    return factories.talk(ola, place)


ONE_OF_EACH: dict[str, Callable[[], dict[str, Any]]] = {
    "accesses": lambda: {"person": factories.person(), "why": "named"},
    "anchorings": lambda: {"who": "Leder", "on": timezone.localdate()},
    "applications": lambda: {"elsewhere": "Stiftelsen"},
    "attachments": lambda: {"name": "plan.pdf", "size": 1},
    "broker_requests": lambda: {"broker": a_broker(), "answer_by": timezone.localdate()},
    "comments": lambda: {"text": "Bra."},
    "entries": lambda: {"entry": a_talk()},
    "leader_requests": lambda: {"name": "Leder", "email": "leder@a.example"},
    "messages": lambda: {"text": "Hei."},
    "notes": lambda: {"text": "Ring."},
    "passings": lambda: {"to": factories.MunicipalityFactory(), "reason": "Deres."},
    "supports": lambda: {"person": factories.person()},
}


def read(idea: Idea) -> Idea:
    return Idea.objects.with_has_any().get(pk=idea.pk)


@pytest.mark.parametrize("name", has_any.NAMES)
def test_what_an_idea_has_is_found_and_what_it_has_none_of_is_not_asked_for(name):
    idea, other = factories.idea(), factories.idea()
    row = getattr(idea, name).create(**ONE_OF_EACH[name]())
    has_one, has_none = read(idea), read(other)

    with CaptureQueriesContext(connection) as asked:
        found = [list(has_any.of(one, name)) for one in (has_one, has_none)]

    assert found == [[row], []]
    assert len(asked) == 1


def test_an_idea_that_was_read_otherwise_is_asked():
    idea = factories.idea()
    note = idea.notes.create(text="Ring.")

    assert list(has_any.of(Idea.objects.get(pk=idea.pk), "notes")) == [note]
