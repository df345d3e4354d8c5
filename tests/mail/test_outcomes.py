"""What becomes of a mail when the relay says no: this one, this address, or us."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest
from django.utils import timezone

from partnership.environment import Relay
from partnership.mail import delivery, relay
from partnership.mail.models import OutgoingMail, SendAttempt, Suppression
from tests.mail.plain import decide, let_time_pass, people, plain, states

__all__ = ["plain"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.servers, pytest.mark.usefixtures("plain")]


def answer_rcpt(sink, replies: dict[str, str] | str) -> None:
    async def rcpt(server, session, envelope, address, options):
        reply = replies if isinstance(replies, str) else replies.get(address)
        if reply:
            return reply
        envelope.rcpt_tos.append(address)
        return "250 ok"

    sink.handle_RCPT = rcpt


def answer_content(sink, replies: dict[str, str] | str) -> None:
    async def data(server, session, envelope):
        reply = replies if isinstance(replies, str) else replies.get(envelope.rcpt_tos[0])
        if reply:
            return reply
        sink.mails.append((envelope.rcpt_tos[0], envelope.original_content))
        return "250 ok"

    sink.handle_DATA = data


def test_one_content_refused_kills_that_mail_alone(smtp_sink):
    decide(*people(5))
    answer_content(smtp_sink, {"p0@kommune.example": "554 5.6.0 no such content"})

    assert delivery.deliver() == 4

    assert states() == ["dead", "sent", "sent", "sent", "sent"]
    dead = OutgoingMail.objects.get(state="dead")
    assert (dead.last_code, dead.delivery, dead.attempts) == (554, "refused", 1)
    assert not Suppression.objects.exists()


def test_a_policy_about_one_recipient_holds_up_nobody_and_blocks_no_address(smtp_sink):
    decide(*people(5))
    answer_rcpt(smtp_sink, {"p0@kommune.example": "550 5.7.1 not from you"})

    assert delivery.deliver() == 4

    assert states() == ["dead", "sent", "sent", "sent", "sent"]
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("answer", [answer_rcpt, answer_content], ids=["recipient", "content"])
def test_everybody_refused_stops_the_queue_and_gives_nobody_up(smtp_sink, answer, caplog):
    decide(*people(8))
    answer(smtp_sink, "550 5.7.515 authenticate first")

    assert delivery.deliver() == 0

    assert states() == ["ready"] * 8
    assert SendAttempt.objects.filter(outcome="rejected").count() == 5
    assert "the mail relay refuses everyone" in caplog.text

    delivery.deliver()
    assert SendAttempt.objects.count() == 6, "the next time one is enough to see that it is still so"

    answer(smtp_sink, {})
    let_time_pass(minutes=16)
    assert delivery.deliver() == 8


def test_refusals_one_at_a_time_are_seen_together_when_nothing_leaves_between(smtp_sink):
    answer_rcpt(smtp_sink, "550 5.7.1 relaying denied")
    for to in people(7):
        decide(to)
        delivery.deliver()

    assert states() == ["dead"] * 4 + ["ready"] * 3


def test_a_success_between_refusals_makes_them_the_recipients_own(smtp_sink):
    decide(*people(14))
    answer_rcpt(smtp_sink, dict.fromkeys(people(14)[::2], "550 5.7.1 no"))

    assert delivery.deliver() == 7

    assert states() == ["dead", "sent"] * 7


def test_a_refused_sender_stops_at_once_and_costs_no_attempt(smtp_sink):
    decide(*people(3))

    async def mail(server, session, envelope, address, options):
        return "550 5.7.1 sender not allowed"

    smtp_sink.handle_MAIL = mail

    assert delivery.deliver() == 0

    assert set(OutgoingMail.objects.values_list("state", "attempts")) == {("ready", 0)}
    assert list(SendAttempt.objects.values_list("outcome", "code")) == [("stopped", 550)]


def test_a_refused_sign_in_stops_at_once_and_costs_no_attempt(settings):
    from aiosmtpd.controller import Controller
    from aiosmtpd.smtp import AuthResult

    from tests.conftest import Sink, _free_port

    def refuse(*args):
        return AuthResult(success=False, handled=False)

    controller = Controller(
        Sink(), hostname="127.0.0.1", port=_free_port(), authenticator=refuse, auth_require_tls=False
    )
    controller.start()
    settings.MAIL_RELAY = Relay("127.0.0.1", controller.port, "portal", "wrong", "")
    decide(*people(3))
    try:
        assert delivery.deliver() == 0
    finally:
        controller.stop()

    assert set(OutgoingMail.objects.values_list("state", "attempts")) == {("ready", 0)}
    assert list(SendAttempt.objects.values_list("outcome", "code")) == [("stopped", 535)]


def test_only_a_dead_address_is_blocked_for_the_future(smtp_sink):
    blocked = [
        "550 5.1.1 no such user",
        "550 5.1.10 no such user",
        "551 not local",
        "553 no such name",
        "550 no",
    ]
    other = ["550 5.2.2 mailbox full", "552 mailbox full", "550 5.2.1 disabled", "550 5.7.1 not from you", "554 no"]
    replies = dict(zip(people(10), blocked + other, strict=True))
    for number, to in enumerate(replies):
        decide(to, f"well{number}@kommune.example")
    answer_rcpt(smtp_sink, replies)

    assert delivery.deliver() == 10

    assert states() == ["dead", "sent"] * 10
    assert sorted(Suppression.objects.values_list("email", "reason")) == [
        (to, reply[4:]) for to, reply in zip(people(5), blocked, strict=True)
    ]


def test_what_is_put_off_is_given_up_after_two_days_though_the_meeting_is_weeks_away(smtp_sink):
    decide("later@kommune.example", expires_at=timezone.now() + dt.timedelta(weeks=3))

    tries = 0
    while states() == ["ready"] and tries < 30:
        delivery.deliver()
        let_time_pass(hours=6)
        tries += 1

    mail = OutgoingMail.objects.get()
    assert (mail.state, mail.last_code, tries) == ("dead", 451, 8)


def test_a_mail_planned_long_before_has_its_two_days_from_when_it_was_due(smtp_sink):
    decide("later@kommune.example", not_before=timezone.now() + dt.timedelta(days=14))
    let_time_pass(days=14)

    delivery.deliver()

    assert states() == ["ready"]


def test_a_server_that_hangs_up_after_some_mails_is_asked_again_at_once(smtp_sink):
    decide(*people(120))

    async def mail(server, session, envelope, address, options):
        session.count = getattr(session, "count", 0) + 1
        if session.count > 50:
            return "421 4.7.0 too many mails on this connection"
        envelope.mail_from = address
        return "250 ok"

    smtp_sink.handle_MAIL = mail

    assert delivery.deliver() == 120
    assert smtp_sink.connections == 3
    assert not SendAttempt.objects.exists()


def test_a_server_that_says_421_to_a_fresh_connection_is_down(smtp_sink):
    decide(*people(3))

    async def mail(server, session, envelope, address, options):
        return "421 4.3.2 closing down"

    smtp_sink.handle_MAIL = mail

    assert delivery.deliver() == 0
    assert set(OutgoingMail.objects.values_list("state", "attempts")) == {("ready", 0)}


def test_one_recipient_that_makes_the_server_hang_up_does_not_block_the_queue(smtp_sink):
    decide(*people(4))

    async def rcpt(server, session, envelope, address, options):
        if address == "p0@kommune.example":
            server.transport.abort()
            return "250 never read"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    smtp_sink.handle_RCPT = rcpt

    assert delivery.deliver() == 3
    assert states() == ["ready", "sent", "sent", "sent"]
    assert OutgoingMail.objects.get(state="ready").attempts == 1


def test_a_reply_lost_after_acceptance_is_uncertain_once_and_then_parked(smtp_sink):
    decide("kari@kommune.example")

    async def data(server, session, envelope):
        smtp_sink.mails.append((envelope.rcpt_tos[0], envelope.original_content))
        server.transport.abort()
        return "250 never read"

    smtp_sink.handle_DATA = data

    for _round in range(4):
        delivery.deliver()

    assert (states(), len(smtp_sink.mails)) == (["uncertain"], 2)
    first, second = (content for _to, content in smtp_sink.mails)
    assert first == second, "the same Message-ID and Date, so that receivers see one mail"


def test_a_server_that_stalls_after_the_content_stops_the_run_instead_of_parking_everybody(smtp_sink, monkeypatch):
    monkeypatch.setattr(relay, "ACCEPT_SECONDS", 0.2)
    decide(*people(6))

    async def data(server, session, envelope):
        smtp_sink.mails.append((envelope.rcpt_tos[0], envelope.original_content))
        await asyncio.sleep(0.6)
        return "250 too late"

    smtp_sink.handle_DATA = data

    assert delivery.deliver() == 0

    assert len(smtp_sink.mails) == 2
    assert (
        sorted(OutgoingMail.objects.values_list("state", "uncertain_count"))
        == [("ready", 0)] * 4 + [("ready", 1)] * 2
    )


def test_an_address_that_needs_smtputf8_is_dead_and_the_others_go(smtp_sink):
    decide("kåre@kommune.example", "kari@kommune.example")

    assert delivery.deliver() == 1
    assert states() == ["dead", "sent"]


def test_the_lease_outlives_the_longest_attempt():
    assert delivery.LEASE.total_seconds() > relay.LONGEST_ATTEMPT_SECONDS


def test_a_mail_at_its_end_keeps_no_code(smtp_sink):
    decide("refused@kommune.example", payload={"secret": "123456", "other": 1})

    delivery.deliver()

    assert OutgoingMail.objects.values_list("state", "payload").get() == ("dead", {"other": 1})


@pytest.mark.parametrize(
    ("setting", "expected"),
    [("foui@portal.example", "foui@portal.example"), ("b+{token}@svar.example", "b+{hex}@svar.example")],
)
def test_bounces_go_to_an_address_that_names_the_mail_when_the_setting_has_a_place_for_it(
    smtp_sink, settings, setting, expected
):
    settings.MAIL_ENVELOPE_FROM = setting
    (mail,) = decide("kari@kommune.example")
    senders = []

    async def from_(server, session, envelope, address, options):
        senders.append(address)
        envelope.mail_from = address
        return "250 ok"

    smtp_sink.handle_MAIL = from_
    delivery.deliver()

    token = mail.message_id[1:].split("@")[0].replace("-", "")
    assert senders == [expected.replace("{hex}", token)]
