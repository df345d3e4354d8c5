"""Does anybody see that mail does not leave, and that one did not arrive?"""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.invitations import inviting
from meetings.models import AudienceGuest, Invitation
from partnership.environment import Relay
from partnership.mail import delivery
from partnership.mail.models import OutgoingMail
from tests import factories
from tests.mail.plain import decide, let_time_pass, people, plain

__all__ = ["plain"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.servers, pytest.mark.usefixtures("plain")]


def health(client) -> str:
    return client.get("/helse/klar/").json()["mail"]


def test_a_relay_that_has_been_down_for_hours_is_seen_though_every_sweep_tries(client, settings):
    settings.MAIL_RELAY = Relay("127.0.0.1", 9, "", "", "")
    decide(*people(3))

    for _quarter in range(3):
        delivery.deliver()
        let_time_pass(minutes=6)

    assert health(client) == "not leaving the house"


def test_a_relay_that_puts_everybody_off_is_seen(client, smtp_sink):
    decide(*(f"later{number}@kommune.example" for number in range(3)))

    delivery.deliver()
    let_time_pass(minutes=61)
    delivery.deliver()

    assert health(client) == "not leaving the house"


def test_one_full_mailbox_is_no_alarm(client, smtp_sink):
    decide("later@kommune.example")

    delivery.deliver()
    let_time_pass(hours=5)
    delivery.deliver()

    assert health(client) == "ok"


def test_a_long_queue_that_moves_is_no_alarm(client, smtp_sink):
    decide(*people(60))
    let_time_pass(hours=1)
    delivery.deliver(limit_seconds=0.0001)
    OutgoingMail.objects.filter(pk__in=OutgoingMail.objects.all()[:1]).update(state="sent", sent_at=timezone.now())

    assert health(client) == "ok"


def test_held_mail_is_no_alarm(client):
    decide("kari@kommune.example", not_before=timezone.now() + timezone.timedelta(days=3))

    assert health(client) == "ok"


def test_the_workroom_says_that_mail_does_not_leave(client, settings):
    client.force_login(factories.officer())
    OutgoingMail.objects.all().delete()
    settings.IS_DEMO = True  # no second factor
    decide("kari@kommune.example")

    assert "E-post går ikke ut" not in client.get(reverse("admin:index")).content.decode()
    let_time_pass(minutes=20)
    assert "E-post går ikke ut" in client.get(reverse("admin:index")).content.decode()


def invited() -> Invitation:
    meeting = factories.meeting()
    AudienceGuest.objects.create(meeting=meeting, name="Kari Vik", email="kari@kommune.example")
    inviting.invite(meeting=meeting, by=None)
    OutgoingMail.objects.all().delete()
    return Invitation.objects.get()


def test_the_board_shows_whose_mail_did_not_arrive():
    invitation = invited()
    decide("kari@kommune.example", thread=invitation.thread)

    def is_shown(state: str, delivery_state: str) -> bool:
        OutgoingMail.objects.update(state=state, delivery=delivery_state)
        return Invitation.objects.with_refused_mail().exists()

    assert all(
        [is_shown("dead", "refused"), is_shown("dead", ""), is_shown("uncertain", ""), is_shown("sent", "bounced")]
    )
    assert not any([is_shown("sent", ""), is_shown("ready", ""), is_shown("superseded", "")])


def test_the_board_names_whose_mail_could_not_be_written(client):
    invitation = invited()
    decide("kari@kommune.example", thread=invitation.thread)
    OutgoingMail.objects.update(state="dead", last_error="ValueError: no words")
    client.force_login(invitation.meeting.host)

    page = client.get(reverse("meetings:board", args=[invitation.meeting_id])).content.decode()

    assert "E-posten til Kari Vik kom ikke fram (kari@kommune.example)." in page


def test_a_mail_sent_again_is_not_shown_as_lost():
    invitation = invited()
    decide("kari@kommune.example", thread=invitation.thread)
    OutgoingMail.objects.update(state="dead")
    decide("kari@kommune.example", thread=invitation.thread)

    assert not Invitation.objects.with_refused_mail().exists()
