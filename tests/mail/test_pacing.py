"""At most so many mails a minute to one domain, when a setting says so; other domains do not wait."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db.models import F

from partnership.mail import delivery
from partnership.mail.models import DomainPace, OutgoingMail, Priority
from tests.mail.plain import decide, plain, states

__all__ = ["plain"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.servers, pytest.mark.usefixtures("plain")]

LARGE, SMALL = ([f"p{n}@{domain}.example" for n in range(count)] for domain, count in (("large", 5), ("small", 2)))


def minutes_pass(minutes: int) -> None:
    by = dt.timedelta(minutes=minutes)
    OutgoingMail.objects.update(not_before=F("not_before") - by, slot_at=F("slot_at") - by)
    DomainPace.objects.update(minute_at=F("minute_at") - by)


def deliver(sink) -> list[str]:
    """To whom mails leave now."""
    before = len(sink.mails)
    delivery.deliver()
    return [to for to, _content in sink.mails[before:]]


@pytest.fixture
def two_a_minute(settings):
    settings.MAIL_PER_DOMAIN_A_MINUTE = 2


def test_without_the_setting_all_leave_at_once(smtp_sink):
    decide(*LARGE)

    assert deliver(smtp_sink) == LARGE
    assert not DomainPace.objects.exists()


def test_each_minute_takes_two_and_other_domains_go_meanwhile(smtp_sink, two_a_minute):
    decide(*LARGE, *SMALL)

    assert deliver(smtp_sink) == [*LARGE[:2], *SMALL]
    assert deliver(smtp_sink) == []
    minutes_pass(1)
    assert deliver(smtp_sink) == LARGE[2:4]
    minutes_pass(1)
    assert deliver(smtp_sink) == LARGE[4:]
    assert set(OutgoingMail.objects.values_list("attempts", flat=True)) == {1}


def test_a_later_sending_fills_the_minutes_after_the_earlier_one(smtp_sink, two_a_minute):
    decide(*LARGE)
    deliver(smtp_sink)
    decide("next@large.example", "last@large.example")
    assert deliver(smtp_sink) == []

    minutes_pass(1)
    assert deliver(smtp_sink) == LARGE[2:4]
    minutes_pass(1)
    assert deliver(smtp_sink) == [LARGE[4], "next@large.example"]


def test_codes_and_urgent_messages_do_not_wait(smtp_sink, two_a_minute):
    decide(*LARGE)
    deliver(smtp_sink)
    decide("code@large.example", priority=Priority.CODE)
    decide("urgent@large.example", priority=Priority.URGENT)

    assert deliver(smtp_sink) == ["code@large.example", "urgent@large.example"]


def test_minutes_that_were_missed_are_not_made_up_for_in_one(smtp_sink, two_a_minute):
    decide(*LARGE)
    deliver(smtp_sink)

    minutes_pass(30)

    assert deliver(smtp_sink) == LARGE[2:4]


def test_more_than_a_batch_is_walked_through_once_and_none_is_lost(smtp_sink, two_a_minute):
    people = [f"p{n}@large.example" for n in range(120)]
    decide(*people, "kari@small.example")

    assert deliver(smtp_sink) == [*people[:2], "kari@small.example"]
    assert states().count("ready") == 118
    slots = OutgoingMail.objects.filter(state="ready").values_list("not_before", flat=True)
    assert len(set(slots)) == 59
