"""What a restored outbox may send: nothing that may have left already."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from overview import restoring
from partnership.mail import delivery
from partnership.mail.models import OutgoingMail
from tests.mail.plain import decide, plain, states

__all__ = ["plain"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.servers, pytest.mark.usefixtures("plain")]

MINUTES = dt.timedelta(minutes=2)


@pytest.fixture
def outbox():
    """One that is due, one that is leaving, one that is held, one that is too late; the second holds a code."""
    now = timezone.now()
    _due, leaving, held, late = decide(*(f"{name}@kommune.example" for name in ("due", "leaving", "held", "late")))
    OutgoingMail.objects.filter(pk=leaving.pk).update(
        state="leased",
        lease_owner=uuid.uuid4(),
        lease_until=now + MINUTES,
        attempt_started_at=now,
        payload={"secret": "123456", "x": 1},
    )
    OutgoingMail.objects.filter(pk=held.pk).update(not_before=now + MINUTES)
    OutgoingMail.objects.filter(pk=late.pk).update(expires_at=now - MINUTES)


def test_what_is_due_or_leaving_is_left_to_a_human_and_what_is_held_goes(smtp_sink, outbox):
    assert restoring.hold_back_what_may_have_left() == 2
    OutgoingMail.objects.filter(state="ready").update(not_before=timezone.now())
    delivery.recover()
    delivery.deliver()

    assert states() == ["uncertain", "uncertain", "sent", "expired"]
    assert [to for to, _content in smtp_sink.mails] == ["held@kommune.example"]
    assert list(OutgoingMail.objects.order_by("pk").values_list("payload", flat=True))[1] == {"x": 1}


def test_a_second_time_finds_nothing_more(outbox):
    restoring.hold_back_what_may_have_left()

    assert restoring.hold_back_what_may_have_left() == 0
    assert set(OutgoingMail.objects.filter(state="uncertain").values_list("uncertain_count", flat=True)) == {1}
