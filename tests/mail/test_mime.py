"""The bytes of a mail, and what the standard library reads back out of them."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import time
from dataclasses import replace
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.mailing.calendars import Attendee, CalendarEvent, Version, cancel, request
from partnership.mail.mime import (
    BadAddress,
    CalendarPart,
    HeaderInjection,
    Message,
    address,
    build,
    one_line,
)
from tests.calendar_lint import lint

OSLO = ZoneInfo("Europe/Oslo")
KARI = Attendee(name="Kari Åsheim", email="kari@kommune.example")
EVENT = CalendarEvent(
    uid="1@portal.example",
    summary="Dialogmøte på Steinkjer",
    start=dt.datetime(2026, 12, 15, 9, tzinfo=OSLO),
    end=dt.datetime(2026, 12, 15, 12, tzinfo=OSLO),
    organizer_email="svar@rsvp.portal.example",
)
VERSION = Version(0, dt.datetime(2026, 11, 24, 8, tzinfo=dt.UTC))
INVITATION = request(EVENT, KARI, VERSION, True)

LETTER = Message(
    subject="Invitasjon: Dialogmøte på Steinkjer",
    sender=("FoUI-partnerskapet Trøndelag", "svar@rsvp.portal.example"),
    recipient=("Åsheim, Kari", "kari@kommune.example"),
    reply_to=("Liv Strøm", "liv@partner.example"),
    message_id="<12.0@portal.example>",
    date=dt.datetime(2026, 11, 24, 9, 0, tzinfo=OSLO),
    text="Hei Kari\n\nDu er invitert. 😀\n",
    html="<p>Hei Kari</p>\n<p>Du er invitert. 😀</p>\n",
    calendar=CalendarPart(content=INVITATION, method="REQUEST"),
    headers={
        "List-Unsubscribe": f"<https://portal.example/avmelding/{'a' * 50}/>, <mailto:svar@rsvp.portal.example>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    },
)


def read(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert [part.defects for part in message.walk()] == [[] for _part in message.walk()]
    assert [value.defects for value in message.values()] == [() for _value in message.values()]
    return message


def person(raw: bytes, header: str) -> tuple[str, str]:
    """Read with the older parser: the newer one puts blanks between the encoded words of one name."""
    written = email.message_from_bytes(raw, policy=email.policy.compat32)[header]
    name, mailbox = parseaddr(str(written).replace("\r\n", ""))
    return str(make_header(decode_header(name))), mailbox


def shape(message: EmailMessage) -> list[str]:
    return [part.get_content_type() for part in message.walk()]


def test_the_calendar_is_the_last_alternative_and_lint_is_silent():
    raw = build(LETTER)

    assert shape(read(raw)) == ["multipart/alternative", "text/plain", "text/html", "text/calendar"]
    assert (
        b"Content-Type: text/calendar; charset=utf-8; method=REQUEST\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        in raw
    )
    assert lint(INVITATION, raw) == []


def test_the_attached_copy_stands_beside_the_alternatives():
    raw = build(replace(LETTER, calendar=CalendarPart(content=INVITATION, method="REQUEST", attach_copy=True)))

    message = read(raw)

    assert shape(message) == [
        *("multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar"),
        "application/ics",
    ]
    (copy,) = message.iter_attachments()
    assert (copy.get_filename(), copy.get_content()) == ("invitation.ics", INVITATION)
    assert lint(INVITATION, raw) == []


def test_a_cancellation_says_cancel_in_the_part_too():
    called_off = cancel(EVENT, KARI, Version(1, VERSION.dtstamp), "Sykdom")

    raw = build(replace(LETTER, calendar=CalendarPart(content=called_off, method="CANCEL")))

    assert b"text/calendar; charset=utf-8; method=CANCEL\r\n" in raw
    assert lint(called_off, raw) == []


@pytest.mark.parametrize(
    ("good", "bad", "fault"),
    [
        (b"method=REQUEST", b"method=CANCEL", "the part's method is not the calendar's METHOD"),
        (b"; method=REQUEST", b"", "the part's method is not the calendar's METHOD"),
        (
            b"method=REQUEST\r\n",
            b"method=REQUEST\r\nContent-Disposition: attachment\r\n",
            "the calendar part has a Content-Disposition",
        ),
        (b"multipart/alternative", b"multipart/mixed", "the calendar is not the last alternative"),
        (b"text/calendar; charset=utf-8", b"text/calendar", "the calendar part has no plain charset=utf-8"),
        (b"text/html", b"text/calendar", "not exactly one text/calendar part"),
        (b"-a--\r\n", b"", "the mail has MIME defects"),
    ],
)
def test_lint_finds_each_fault_put_into_the_mail(good, bad, fault):
    raw = build(LETTER)
    assert good in raw

    faults = lint(INVITATION, raw.replace(good, bad))

    assert fault in faults


def test_headers_say_who_what_and_that_a_machine_wrote_it():
    message = read(build(LETTER))

    assert {name: str(value) for name, value in message.items() if name != "Content-Type"} == {
        "From": "FoUI-partnerskapet Trøndelag <svar@rsvp.portal.example>",
        "To": '"Åsheim, Kari" <kari@kommune.example>',
        "Reply-To": "Liv Strøm <liv@partner.example>",
        "Subject": "Invitasjon: Dialogmøte på Steinkjer",
        "Date": "Tue, 24 Nov 2026 09:00:00 +0100",
        "Message-ID": "<12.0@portal.example>",
        "Content-Language": "nb",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
        "List-Unsubscribe": LETTER.headers["List-Unsubscribe"],
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "MIME-Version": "1.0",
    }


def test_the_texts_come_back_as_written():
    message = read(build(LETTER))
    text, html, _calendar = message.iter_parts()

    assert text.get_content() == LETTER.text.replace("\n", "\r\n")
    assert html.get_content() == LETTER.html.replace("\n", "\r\n")


def test_a_mail_without_html_or_calendar_is_plain_text():
    message = read(build(replace(LETTER, html="", calendar=None)))

    assert shape(message) == ["text/plain"]
    assert message.get_content() == LETTER.text.replace("\n", "\r\n")


def test_a_mail_without_calendar_has_two_alternatives():
    assert shape(read(build(replace(LETTER, calendar=None)))) == ["multipart/alternative", "text/plain", "text/html"]


def test_a_retry_is_the_same_mail_to_the_byte():
    assert build(LETTER) == build(replace(LETTER))


def test_two_mails_have_different_boundaries():
    first = read(build(LETTER)).get_boundary()
    second = read(build(replace(LETTER, message_id="<13.0@portal.example>"))).get_boundary()

    assert first != second


@pytest.mark.parametrize("break_", ["\r\nBcc: x@x.example", "\n", "\r", "\x00", "\x85", "\u2028", "\t"])
@pytest.mark.parametrize(
    ("header", "field", "value"),
    [
        ("Subject", "subject", "Møte{}"),
        ("From", "sender", ("KS{}", "ks@partner.example")),
        ("To", "recipient", ("Kari{}", "kari@kommune.example")),
        ("Reply-To", "reply_to", ("Liv{}", "liv@partner.example")),
        ("List-Unsubscribe", "headers", {"List-Unsubscribe": "<https://x.example/{}>"}),
    ],
)
def test_a_line_break_in_a_header_is_refused_by_name(header, field, value, break_):
    if isinstance(value, tuple):
        value = (value[0].format(break_), value[1])
    elif isinstance(value, dict):
        value = {name: text.format(break_) for name, text in value.items()}
    else:
        value = value.format(break_)

    with pytest.raises(HeaderInjection) as refused:
        build(replace(LETTER, **{field: value}))

    assert refused.value.header == header


@pytest.mark.parametrize(
    "change",
    [
        {"headers": {"X-One\r\nBcc": "x@x.example"}},
        {"headers": {"Bcc": "x@x.example"}},
        {"headers": {"content-type": "text/plain"}},
        {"headers": {"": "x"}},
        {"headers": {"X-Long": "a" * 999}},
        {"message_id": "<a@b>\r\nBcc: x@x.example"},
        {"message_id": "a@b.example"},
        {"date": dt.datetime(2026, 11, 24, 9)},
        {"calendar": CalendarPart(content=INVITATION, method="CANCEL")},
        {"calendar": CalendarPart(content=INVITATION, method="REQUEST\r\nX: 1")},
        {"calendar": CalendarPart(content=INVITATION, method="REQUEST", file_name="../x.ics")},
    ],
)
def test_what_would_make_a_broken_mail_is_refused(change):
    with pytest.raises(ValueError):  # noqa: PT011 -- each has words of its own
        build(replace(LETTER, **change))


@pytest.mark.parametrize(
    "mailbox",
    [
        "kåre@kommune.example",
        "kari",
        "@kommune.example",
        "kari@",
        "kari@kommune.example\r\nBcc: x@x.example",
        "kari@kommune.example, ola@kommune.example",
        "<kari@kommune.example>",
        "a..b@kommune.example",
        "kari@-kommune.example",
        "kari@kommune..example",
        "a" * 65 + "@kommune.example",
    ],
)
def test_an_address_that_cannot_be_sent_to_is_refused(mailbox):
    with pytest.raises(BadAddress) as refused:
        build(replace(LETTER, recipient=("Kari", mailbox)))

    assert mailbox not in str(refused.value)


def test_a_domain_with_norwegian_letters_is_written_in_ascii():
    assert address("Kari.Nordmann+foui@rådhus.example") == "Kari.Nordmann+foui@xn--rdhus-mra.example"


def test_one_line_keeps_the_words_and_drops_the_breaks():
    assert one_line(" Møte\r\nBcc:\tx\x00\u2028y ") == "Møte Bcc: x y"


@settings(max_examples=200, deadline=None)
@given(
    subject=st.text(max_size=300).map(one_line),
    name=st.text(max_size=150).map(one_line),
    other=st.text("aå ,;:\"'\\()<>@.=?_[]", max_size=80).map(one_line),
    text=st.text(st.characters(exclude_categories=["Cs"]), max_size=300),
)
def test_whatever_people_type_comes_back_and_no_line_is_too_long(subject, name, other, text):
    letter = replace(
        LETTER, subject=subject, recipient=(name, KARI.email), sender=(other, "svar@x.example"), text=text
    )

    raw = build(letter)

    message = read(raw)
    assert str(message["subject"]) == subject
    assert person(raw, "To") == (name, KARI.email)
    assert person(raw, "From") == (other, "svar@x.example")
    assert max(len(line) for line in raw.split(b"\r\n") if not line.startswith((b"List-", b" <mailto"))) <= 78
    assert b"\n" not in raw.replace(b"\r\n", b"")
    (written, *_rest) = message.iter_parts()
    assert (
        written.get_payload(decode=True)
        == text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n").encode()
    )


def test_a_mail_of_eleven_kilobytes_takes_less_than_a_millisecond():
    letter = replace(
        LETTER,
        text=LETTER.text * 25,
        html=LETTER.html * 75,
        calendar=CalendarPart(content=INVITATION, method="REQUEST", attach_copy=True),
    )
    assert len(build(letter)) > 9_000

    best = min(_seconds(letter) for _round in range(20))

    assert best < 0.001


def _seconds(letter: Message) -> float:
    start = time.thread_time()
    for _mail in range(10):
        build(letter)
    return (time.thread_time() - start) / 10
