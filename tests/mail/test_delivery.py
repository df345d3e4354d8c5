"""From the outbox to a real SMTP server: once each, in order, and what happens when something is wrong."""

from __future__ import annotations

import datetime as dt
import email
import email.policy

import pytest
from django.utils import timezone

from meetings.invitations import inviting
from meetings.mailing import announcing
from meetings.mailing.mails import InvitationMail
from meetings.models import Invitation
from partnership.environment import Relay
from partnership.mail import delivery
from partnership.mail.models import OutgoingMail, Suppression
from partnership.people.models import User
from tests import factories
from tests.meetings.test_inviting import for_contacts

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.servers]


@pytest.fixture
def meeting():
    for _number in range(3):
        factories.contact()
    made = factories.meeting()
    for_contacts(made)
    return made


def send(meeting):
    inviting.invite(meeting=meeting, by=meeting.host)
    OutgoingMail.objects.exclude(kind="meetings.invitation").delete()
    return delivery.deliver()


def test_every_invitation_arrives_once_over_one_connection(smtp_sink, meeting):
    assert send(meeting) == 3
    assert delivery.deliver() == 0

    assert sorted(to for to, _ in smtp_sink.mails) == sorted(Invitation.objects.values_list("email", flat=True))
    assert smtp_sink.connections == 1


def test_the_mail_holds_text_html_and_a_calendar_request(smtp_sink, meeting):
    send(meeting)

    message = email.message_from_bytes(smtp_sink.mails[0][1], policy=email.policy.default)
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds[:5] == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar"]
    assert message["Subject"].startswith("Invitasjon: dialogmøte")
    owner = f"partner-{meeting.owner_partner_id}"
    assert message["Feedback-ID"] == f"meetings.invitation:meeting-{meeting.pk}:{owner}:localhost-8000"
    calendar = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    assert calendar.get_param("method") == "REQUEST"
    assert "METHOD:REQUEST" in calendar.get_content()


def test_a_refused_address_stops_nobody_else_and_is_not_tried_again(smtp_sink, meeting):
    User.objects.filter(pk=factories.RoleTerm.objects.filter(seat__kind="contact").first().person_id).update(
        email="refused@kommune.example"
    )

    assert send(meeting) == 2

    refused = OutgoingMail.objects.get(to_email="refused@kommune.example")
    assert (refused.state, refused.delivery, refused.last_code) == ("dead", "refused", 550)
    assert Suppression.objects.filter(email="refused@kommune.example").exists()


def test_a_greylisted_mail_is_tried_later(smtp_sink, meeting):
    User.objects.filter(pk=factories.RoleTerm.objects.filter(seat__kind="contact").first().person_id).update(
        email="later@kommune.example"
    )

    assert send(meeting) == 2

    later = OutgoingMail.objects.get(to_email="later@kommune.example")
    assert later.state == "ready"
    assert later.not_before > timezone.now()


def test_a_relay_that_is_down_loses_nothing_and_costs_no_attempt(settings, meeting):
    settings.MAIL_RELAY = Relay("127.0.0.1", 9, "", "", "")
    settings.MAIL_HOLD_SECONDS = 0

    assert send(meeting) == 0

    assert set(OutgoingMail.objects.values_list("state", "attempts")) == {("ready", 0)}


def test_a_mail_that_cannot_be_written_does_not_take_the_others_with_it(smtp_sink, meeting, monkeypatch):
    write = InvitationMail._message
    inviting.invite(meeting=meeting, by=meeting.host)
    bad = OutgoingMail.objects.filter(kind="meetings.invitation").first()

    def fail_one(self, row, context):
        if row.pk == bad.pk:
            raise RuntimeError("no words")
        return write(self, row, context)

    monkeypatch.setattr(InvitationMail, "_message", fail_one)
    delivery.deliver()

    bad.refresh_from_db()
    assert bad.state == "dead"
    assert "no words" in bad.last_error
    assert OutgoingMail.objects.filter(kind="meetings.invitation", state="sent").count() == 2


def test_a_cancellation_never_overtakes_its_invitation(smtp_sink, meeting):
    inviting.invite(meeting=meeting, by=meeting.host)
    OutgoingMail.objects.exclude(kind="meetings.invitation").delete()
    first = OutgoingMail.objects.first()
    OutgoingMail.objects.filter(pk=first.pk).update(uncertain_count=1)

    announcing.cancel(meeting=meeting, reason="Sykdom.", by=meeting.host)
    delivery.deliver()

    assert [row.state for row in OutgoingMail.objects.filter(thread=first.thread).order_by("pk")] == [
        "superseded",
        "sent",
    ]


def test_a_lease_that_ran_out_is_claimed_again_unless_the_mail_had_begun_to_leave(smtp_sink, meeting):
    inviting.invite(meeting=meeting, by=meeting.host)
    OutgoingMail.objects.exclude(kind="meetings.invitation").delete()
    past = timezone.now() - dt.timedelta(minutes=5)
    rows = list(OutgoingMail.objects.all())
    OutgoingMail.objects.update(state="leased", lease_owner="00000000-0000-4000-8000-000000000001", lease_until=past)
    OutgoingMail.objects.filter(pk=rows[0].pk).update(attempt_started_at=past)

    assert delivery.recover() == 3

    rows[0].refresh_from_db()
    assert rows[0].uncertain_count == 1
    assert delivery.deliver() == 3


def test_a_broken_broker_does_not_slow_the_press(meeting, settings, monkeypatch):
    from partnership.mail import tasks

    def refuse(*args, **kwargs):
        raise ConnectionError("no broker")

    monkeypatch.setattr(tasks.deliver, "apply_async", refuse)

    assert inviting.invite(meeting=meeting, by=meeting.host).recipients == 3
