"""Which mail goes first: within one thread, and between the sendings of several groups."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db.models import F
from django.utils import timezone

from meetings.invitations import inviting
from meetings.models import AudienceGuest
from partnership.mail import delivery, outbox
from partnership.mail.models import OutgoingMail, Priority
from tests import factories
from tests.mail.plain import decide, people, plain

__all__ = ["plain"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.servers, pytest.mark.usefixtures("plain")]

THREAD = "invitation:7"
SOON = dt.timedelta(minutes=2)


def first(**changes):
    """A calendar request of the thread, in some state."""
    (mail,) = decide("first@kommune.example", thread=THREAD, priority=Priority.CHANGE)
    OutgoingMail.objects.filter(pk=mail.pk).update(**changes)


def leaves_after(priority: int) -> bool:
    """Whether a later mail of the thread leaves now."""
    decide("next@kommune.example", thread=THREAD, priority=priority)
    delivery.deliver()
    return OutgoingMail.objects.order_by("pk").values_list("state", flat=True).last() == "sent"


def held() -> dict[str, object]:
    return {"not_before": timezone.now() + SOON}


def put_off() -> dict[str, object]:
    return {"not_before": timezone.now() + SOON, "attempts": 1, "last_code": 451}


def leased() -> dict[str, object]:
    return {"state": "leased", "lease_owner": uuid.uuid4(), "lease_until": timezone.now() + SOON}


def perhaps_sent() -> dict[str, object]:
    return {"not_before": timezone.now() + SOON, "attempts": 1, "uncertain_count": 1}


@pytest.mark.parametrize(
    ("state", "passes"), [(held, True), (put_off, True), (leased, False), (perhaps_sent, False)],
    ids=["held", "put_off", "leased", "perhaps_sent"],
)  # fmt: skip
def test_an_urgent_message_passes_only_what_has_certainly_not_left(smtp_sink, state, passes):
    first(**state())

    assert leaves_after(Priority.URGENT) is passes


@pytest.mark.parametrize("state", [held, put_off, leased, perhaps_sent])
def test_nothing_else_passes_an_earlier_mail_of_its_thread(smtp_sink, state):
    first(**state())

    for priority in (Priority.CANCELLATION, Priority.CHANGE, Priority.REMINDER):
        assert leaves_after(priority) is False


def test_what_is_at_its_end_holds_nothing_up(smtp_sink):
    for state in ("sent", "dead", "superseded", "expired", "uncertain"):
        first(state=state)
        assert leaves_after(Priority.CANCELLATION) is True


def test_a_held_mail_waits_while_the_urgent_one_that_passed_it_is_leaving(smtp_sink):
    first(**held())
    decide("urgent@kommune.example", thread=THREAD, priority=Priority.URGENT)
    OutgoingMail.objects.filter(to_email="urgent@kommune.example").update(**leased())
    OutgoingMail.objects.filter(to_email="first@kommune.example").update(not_before=timezone.now())

    assert delivery.deliver() == 0


def test_what_perhaps_left_goes_before_an_earlier_one_that_it_passed(smtp_sink):
    first(**held())
    decide("urgent@kommune.example", thread=THREAD, priority=Priority.URGENT)
    OutgoingMail.objects.filter(to_email="urgent@kommune.example").update(uncertain_count=1, **held())
    OutgoingMail.objects.filter(to_email="first@kommune.example").update(not_before=timezone.now())
    assert delivery.deliver() == 0

    OutgoingMail.objects.update(not_before=timezone.now())
    assert delivery.deliver() == 2

    assert [to for to, _content in smtp_sink.mails] == ["urgent@kommune.example", "first@kommune.example"]


def test_other_threads_are_not_held_up(smtp_sink):
    first(**held())
    decide("kari@kommune.example", thread="invitation:8", priority=Priority.CHANGE)

    assert delivery.deliver() == 1


def order_of_groups(sink) -> str:
    groups = dict(OutgoingMail.objects.values_list("to_email", "group"))
    return "".join(groups[to] for to, _content in sink.mails)


def test_a_small_group_does_not_wait_behind_a_large_one(smtp_sink):
    decide(*people(60), group="a")
    OutgoingMail.objects.update(turn=F("turn") - 30 * outbox.A_TURN)  # pressed half a minute ago
    decide(*people(5, start=100), group="b")

    delivery.deliver()

    order = order_of_groups(smtp_sink)
    assert order.startswith("a" * 30), "what was decided before keeps its turn"
    assert order.rindex("b") < 45


def test_two_sendings_at_the_same_time_take_turns(smtp_sink):
    now = timezone.now()
    decide(*people(10), group="a", not_before=now)
    decide(*people(10, start=100), group="b", not_before=now)

    delivery.deliver()

    assert order_of_groups(smtp_sink) == "ab" * 10


def test_mails_decided_in_one_statement_have_their_turns_one_after_another():
    meeting = factories.meeting()
    AudienceGuest.objects.bulk_create(
        AudienceGuest(meeting=meeting, name=f"Gjest {n}", email=f"gjest{n}@kommune.example") for n in range(3)
    )

    inviting.invite(meeting=meeting, by=None)

    mails = OutgoingMail.objects.filter(kind=inviting.INVITATION).order_by("turn")
    assert [(mail.turn - mail.not_before).total_seconds() for mail in mails] == [0.0, 1.0, 2.0]


def test_priority_comes_before_turn(smtp_sink):
    decide(*people(3), group="a", priority=Priority.REMINDER)
    decide("code@kommune.example", priority=Priority.CODE)

    delivery.deliver()

    assert smtp_sink.mails[0][0] == "code@kommune.example"
