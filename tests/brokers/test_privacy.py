"""What the log holds about who wrote it: told when asked, and forgotten."""

from __future__ import annotations

import pytest

from brokers import logbook
from brokers.logbook import NewFirm
from brokers.models import BrokeringEntry
from partnership.common import contributions
from partnership.people import privacy
from tests import factories

pytestmark = pytest.mark.django_db


def test_one_gets_all_one_has_written_also_what_is_deleted(ola, tone, frosta):
    factories.talk(ola, frosta, text="Vaktplaner", days_ago=2)
    logbook.withdraw(entry=factories.talk(ola, NewFirm("Frosta Fisk"), text="Fôr", half_hours=3))
    factories.talk(tone, frosta, text="Ikke min")

    rows = contributions.person_data(ola)["brokering_log"]

    assert [(row["text"], row["about"], row["firm_name"], row["half_hours"]) for row in rows] == [
        ("Vaktplaner", "Frosta", None, None),
        ("Fôr", None, "Frosta Fisk", 3),
    ]
    assert [row["deleted"] is None for row in rows] == [True, False]


def test_the_words_go_and_the_sums_remain(ola, tone, frosta):
    entry = factories.talk(ola, frosta, text="Jeg snakket med ordføreren", half_hours=2)
    entry.text = "Rettet"
    logbook.correct(entry=entry, about=frosta)
    factories.talk(tone, frosta, text="Den andres")

    privacy.erase(person=ola)

    assert sorted(BrokeringEntry.objects.values_list("text", flat=True)) == ["", "Den andres"]
    assert set(BrokeringEntry.history.filter(id=entry.pk).values_list("text", flat=True)) == {""}
    assert BrokeringEntry.objects.sums()["half_hours"] == 2
    assert str(BrokeringEntry.objects.get(pk=entry.pk).written_by) == "Tidligere deltaker"
