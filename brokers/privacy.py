"""What the brokering log holds about a person, and how it is forgotten: the talks remain, not the words."""

from __future__ import annotations

from typing import Any

from django.db.models import F

from brokers.models import BrokeringEntry
from partnership.people.models import User


def person_data(user: User) -> dict[str, list[dict[str, Any]]]:
    written = user.brokering_entries.order_by("day", "pk").values(
        "day", "kind", "text", "half_hours", about=F("municipality__name"), firm_name=F("firm__name"),
        research=F("research_organisation__name"), written=F("created_at"), deleted=F("withdrawn_at"),
    )  # fmt: skip
    return {"brokering_log": [dict(row) for row in written]}


def erase(person: User, addresses: set[str]) -> None:
    """Lines the person wrote lose their text, and so does what they said before they were corrected."""
    written = list(person.brokering_entries.values_list("pk", flat=True))
    BrokeringEntry.objects.filter(pk__in=written).update(text="")
    BrokeringEntry.history.filter(id__in=written).update(text="", history_change_reason="")
