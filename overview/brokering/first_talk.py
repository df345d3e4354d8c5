"""*Bli-kjent-samtale*: a meeting of two, the broker and the municipality's contact."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from brokers.models import Broker
from meetings.models import Meeting
from meetings.planning import audience
from meetings.planning.forms import WhenForm
from municipalities.models import Municipality
from partnership.people.models import SeatKind, User


class FirstTalkForm(WhenForm):
    """When; what it is called is proposed."""

    field_order = ["version", "title", "day", "begins", "ends"]

    class Meta(WhenForm.Meta):
        fields = ["title"]
        widgets: dict[str, Any] = {}


def new(*, seat: Broker, by: User, title: str) -> Meeting:
    """Not saved: the broker's own meeting, to be given a time."""
    return Meeting(owner_seat_id=seat.pk, host=by, host_phone=by.phone, created_by=by, title=title)


@transaction.atomic
def plan(*, meeting: Meeting, municipality: Municipality) -> Meeting:
    """The draft, for the municipality's contact alone. Nobody is told before it is sent."""
    meeting.save()
    chosen = audience.of(meeting)
    chosen.kinds = [SeatKind.CONTACT]
    chosen.save()
    chosen.municipalities.set([municipality])
    return meeting
