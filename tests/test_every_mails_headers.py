"""The headers of a mail of every kind, read from the bytes as received: what receivers and their machines ask for."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage
from email.utils import format_datetime

import pytest

from partnership.mail import delivery
from partnership.mail.models import OutgoingMail
from partnership.people.models import User
from tests.test_every_mail import invitation, sent, world

__all__ = ["sent", "world"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.servers]

ONCE = {
    *(b"From", b"To", b"Reply-To", b"Subject", b"Date", b"Message-ID", b"Content-Language", b"Auto-Submitted"),
    *(b"X-Auto-Response-Suppress", b"Feedback-ID", b"MIME-Version", b"Content-Type"),
}
UNSUBSCRIBE = {b"List-Unsubscribe", b"List-Unsubscribe-Post"}


def headers(raw: bytes) -> list[tuple[bytes, bytes]]:
    """In order, folded lines put together, nothing decoded."""
    block = raw.split(b"\r\n\r\n", 1)[0]
    lines = re.sub(rb"\r\n[ \t]", b" ", block).split(b"\r\n")
    return [(line.partition(b":")[0], line.partition(b":")[2].strip()) for line in lines]


def test_the_headers_of_a_mail_of_every_kind(sent):
    name, case, raw, message = sent
    found = dict(headers(raw))
    row = OutgoingMail.objects.get(message_id=found[b"Message-ID"].decode())
    (alternative,) = [part for part in message.walk() if part.get_content_type() == "multipart/alternative"]

    each_once_and_only_the_digest_can_be_unsubscribed_from(name, raw)
    a_machine_wrote_it_in_norwegian_and_wants_no_automatic_answer(found)
    assert found[b"Date"].decode() == format_datetime(row.date)
    complaints_are_counted_by_kind_meeting_and_partner(name, found)
    one_recipient_and_no_name_that_filters_take_for_an_address(message)
    assert found[b"From"].endswith(b"<foui@portal.example>")
    kinds = [part.get_content_type() for part in alternative.iter_parts()]
    assert kinds == ["text/plain", "text/html", *(["text/calendar"] if case.method else [])]


def each_once_and_only_the_digest_can_be_unsubscribed_from(name: str, raw: bytes) -> None:
    names = sorted(header for header, _value in headers(raw))
    assert names == sorted(ONCE | UNSUBSCRIBE if name == "mail.digest" else ONCE)
    if name == "mail.digest":  # on one line: some receivers do not unfold it
        (address,) = re.findall(rb"\r\nList-Unsubscribe: ([^\r\n]+)\r\n(?![ \t])", raw)
        assert re.fullmatch(rb"<http://localhost:8000/e-postvalg/[0-9]+\.[0-9]+\.[A-Za-z0-9_-]+/>", address)
        assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw


def a_machine_wrote_it_in_norwegian_and_wants_no_automatic_answer(found: dict[bytes, bytes]) -> None:
    assert found[b"Auto-Submitted"] == b"auto-generated"
    assert found[b"X-Auto-Response-Suppress"] == b"OOF, AutoReply"
    assert found[b"Content-Language"] == b"nb"


def complaints_are_counted_by_kind_meeting_and_partner(name: str, found: dict[bytes, bytes]) -> None:
    words = found[b"Feedback-ID"].decode().split(":")
    assert (words[0], words[-1]) == (name, "localhost-8000")
    assert len(words) == (4 if name.startswith("meetings.") and name != "meetings.slot" else 2)
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+", word) for word in words)


def one_recipient_and_no_name_that_filters_take_for_an_address(message: EmailMessage) -> None:
    assert len(message["To"].addresses) == len(message["Reply-To"].addresses) == 1
    for header in ("From", "Reply-To", "To"):
        assert not set('@:,"') & set(message[header].addresses[0].display_name)


def test_a_name_cannot_pass_for_an_address_and_a_long_host_is_cut(settings, world, smtp_sink):
    settings.PORTAL_HOST = "foui.trondelagfylke.example"
    for person, name in ((world.kari, "Kari Vik, ring: 815"), (world.meeting.host, 'Nina "Sol" <nina@ond.example>')):
        User.objects.filter(pk=person.pk).update(name=name)
    invitation(world)
    delivery.deliver()

    (raw,) = smtp_sink.to(world.kari.email)

    message = email.message_from_bytes(raw, policy=email.policy.default)
    shown = [message[header].addresses[0].display_name for header in ("To", "Reply-To")]
    assert shown == ["Kari Vik ring 815", "Nina Sol nina ond.example"]
    assert dict(headers(raw))[b"Feedback-ID"].endswith(b":foui.trondelagf")
