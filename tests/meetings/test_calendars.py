"""Calendar objects: their bytes, and what independent parsers read out of them."""

from __future__ import annotations

import base64
import datetime as dt
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

from meetings.mailing.calendars import (
    Attendee,
    CalendarEvent,
    Method,
    Partstat,
    Prebuilt,
    Status,
    Version,
    cancel,
    publish,
    request,
)
from tests.calendar_lint import lint, lint_life

OSLO = ZoneInfo("Europe/Oslo")
ORACLES = Path(__file__).parent.parent / "oracles"
FIRST = Version(0, dt.datetime(2026, 11, 24, 8, 30, tzinfo=dt.UTC))
SECOND = Version(1, dt.datetime(2026, 11, 25, 8, 30, tzinfo=dt.UTC))
THIRD = Version(2, dt.datetime(2026, 11, 26, 8, 30, tzinfo=dt.UTC))
KARI = Attendee(name="Kari Åsheim, Snåasen tjïelte", email="kari.aasheim@kommune.example")

MEETING = CalendarEvent(
    uid="2b0f3c1e-5a7d-4c8e-9f10-1234567890ab@portal.example",
    summary="Dialogmøte: velferdsteknologi, nå 😀; og Sámi searvvit čáŋŋđŧž",
    start=dt.datetime(2026, 12, 15, 9, 0, tzinfo=OSLO),
    end=dt.datetime(2026, 12, 15, 12, 0, tzinfo=OSLO),
    organizer_name="FoUI-partnerskapet, Trøndelag",
    organizer_email="svar@rsvp.portal.example",
    description="Program:\n09.00 Velkommen, og kaffe\n09.15 Erfaringer; C:\\Nytt",
    location="Fylkets hus, Steinkjer",
    url="https://portal.example/moter/7/",
    conference_url="https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0?context=%7b%7d",
)


def on(start: dt.datetime, hours: float = 3) -> CalendarEvent:
    end = (start.astimezone(dt.UTC) + dt.timedelta(hours=hours)).astimezone(OSLO)
    return replace(MEETING, start=start.astimezone(OSLO), end=end)


DAYS = {
    "December": MEETING,
    "July 2035": on(dt.datetime(2035, 7, 10, 9, tzinfo=OSLO)),
    "January 2035": on(dt.datetime(2035, 1, 10, 9, tzinfo=OSLO)),
    "the night the clock goes forward": on(dt.datetime(2027, 3, 28, 1, 30, tzinfo=OSLO)),
    "the day the clock goes forward": on(dt.datetime(2027, 3, 28, 9, tzinfo=OSLO)),
    "the night the clock goes back": on(dt.datetime(2027, 10, 31, 1, 30, tzinfo=OSLO)),
    "the hour that comes twice, first": on(dt.datetime(2027, 10, 31, 2, 30, tzinfo=OSLO), hours=0.25),
    "the hour that comes twice, second": on(dt.datetime(2027, 10, 31, 2, 30, fold=1, tzinfo=OSLO), hours=0.25),
    "the day the clock goes back": on(dt.datetime(2027, 10, 31, 9, tzinfo=OSLO)),
    "over two days": on(dt.datetime(2027, 10, 30, 12, tzinfo=OSLO), hours=26),
}


def told(event: CalendarEvent) -> list[bytes]:
    """The life of an invitation: sent, changed, called off."""
    accepted = replace(KARI, status=Partstat.ACCEPTED)
    return [
        request(event, KARI, FIRST, True),
        request(replace(event, location="Innherred, Verdal"), accepted, SECOND, True),
        cancel(event, accepted, THIRD, "For få påmeldte"),
    ]


@dataclass(frozen=True)
class Reading:
    """What a parser found, as far as people would notice."""

    uid: str
    start: dt.datetime
    end: dt.datetime
    summary: str
    status: str
    sequence: int
    organizer: str
    attendee: str


def expected(event: CalendarEvent, raw: bytes) -> Reading:
    sequence = int(raw.split(b"\r\nSEQUENCE:")[1].split(b"\r\n")[0])
    return Reading(
        uid=event.uid,
        start=event.start.astimezone(dt.UTC),
        end=event.end.astimezone(dt.UTC),
        summary=event.summary,
        status="CANCELLED" if sequence == 2 else "CONFIRMED",
        sequence=sequence,
        organizer="mailto:svar@rsvp.portal.example",
        attendee="mailto:kari.aasheim@kommune.example",
    )


def read_by_vobject(raw: bytes) -> Reading:
    event = vobject.readOne(raw.decode()).vevent
    return Reading(
        uid=event.uid.value,
        start=event.dtstart.value.astimezone(dt.UTC),
        end=event.dtend.value.astimezone(dt.UTC),
        summary=event.summary.value,
        status=event.status.value,
        sequence=int(event.sequence.value),
        organizer=event.organizer.value,
        attendee=event.attendee.value,
    )


def read_by_ical(raw: bytes) -> Reading:
    (event,) = IcsCalendarStream.calendar_from_ics(raw.decode()).events
    assert event.organizer is not None
    assert isinstance(event.dtstart, dt.datetime)
    assert isinstance(event.dtend, dt.datetime)
    return Reading(
        uid=event.uid,
        start=event.dtstart.astimezone(dt.UTC),
        end=event.dtend.astimezone(dt.UTC),
        summary=event.summary,
        status=str(event.status.value if event.status else ""),
        sequence=event.sequence or 0,
        organizer=str(event.organizer.uri),
        attendee=str(event.attendees[0].uri),
    )


@pytest.fixture
def read_by_ical_js() -> Callable[[list[bytes]], list[dict[str, Any]]]:
    if shutil.which("node") is None or not (ORACLES / "node_modules" / "ical.js").is_dir():
        leave_out = pytest.fail if os.environ.get("CI") else pytest.skip
        leave_out("ical.js is missing: sh tests/oracles/setup.sh (needs npm and node)")

    def read(calendars: list[bytes]) -> list[dict[str, Any]]:
        done = subprocess.run(
            ["node", "read_calendar.mjs"],
            cwd=ORACLES,
            input=json.dumps([base64.b64encode(raw).decode() for raw in calendars]),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        answers: list[dict[str, Any]] = json.loads(done.stdout)
        return answers

    return read


@pytest.mark.parametrize("read", [read_by_vobject, read_by_ical])
@pytest.mark.parametrize("day", DAYS)
def test_independent_parsers_read_the_same_instants_and_people(day, read):
    event = DAYS[day]

    readings = [(read(raw), expected(event, raw)) for raw in told(event)]

    for found, wanted in readings:
        assert found == wanted


def test_ical_js_reads_the_same_instants_from_our_own_zone_rules(read_by_ical_js):
    calendars = [(event, raw) for event in DAYS.values() for raw in told(event)]

    answers = read_by_ical_js([raw for _event, raw in calendars])

    for (event, raw), answer in zip(calendars, answers, strict=True):
        (found,) = answer["events"]
        wanted = expected(event, raw)
        assert (found["start"], found["end"]) == (wanted.start.timestamp(), wanted.end.timestamp())
        assert (found["uid"], found["sequence"], found["status"]) == (wanted.uid, wanted.sequence, wanted.status)
        assert found["summary"] == event.summary
        assert found["organizer"] == {"name": "FoUI-partnerskapet, Trøndelag", "address": wanted.organizer}


def test_ical_js_reads_the_answer_known_and_the_text(read_by_ical_js):
    invited, changed, called_off = read_by_ical_js(told(MEETING))

    assert [answer["method"] for answer in (invited, changed, called_off)] == ["REQUEST", "REQUEST", "CANCEL"]
    assert invited["events"][0]["attendees"] == [
        {"name": KARI.name, "address": f"mailto:{KARI.email}", "partstat": "NEEDS-ACTION", "rsvp": "TRUE"}
    ]
    assert changed["events"][0]["attendees"][0]["partstat"] == "ACCEPTED"
    assert changed["events"][0]["location"] == "Innherred, Verdal"
    assert invited["events"][0]["description"] == f"{MEETING.description}\n\n{MEETING.conference_url}"
    assert called_off["events"][0]["description"].startswith("For få påmeldte\n\nProgram:")


@pytest.mark.parametrize("day", DAYS)
def test_our_lint_finds_nothing_wrong(day):
    assert [lint(raw) for raw in told(DAYS[day])] == [[], [], []]


def test_lint_finds_nothing_wrong_in_a_feed():
    assert lint(publish([(MEETING, FIRST), (DAYS["July 2035"], SECOND)], name="Møter")) == []


@pytest.mark.parametrize(
    ("good", "bad", "fault"),
    [
        (b"METHOD:REQUEST\r\n", b"", "no METHOD"),
        (b"TZID:Europe/Oslo", b"TZID:Europe/Bergen", "TZID without VTIMEZONE"),
        (b"\r\n", b"\n", "lines do not end in CRLF"),
        (b"LOCATION", b"X-LONG:" + b"x" * 70 + b"\r\nLOCATION", "a line is longer than 75 octets"),
        (b"PARTSTAT=NEEDS-ACTION", b"PARTSTAT=MAYBE", "unknown PARTSTAT"),
        (b"mailto:kari", b"kari", "ATTENDEE without mailto:"),
        (b"DTEND;TZID=Europe/Oslo:20261215T12", b"DTEND;TZID=Europe/Oslo:20261215T08", "DTEND before DTSTART"),
        (b"TZOFFSETTO:+0200", b"TZOFFSETTO:+2000", "bad UTC offset"),
        (b"SEQUENCE:0\r\n", b"", "no SEQUENCE"),
        (b"SEQUENCE:0\r\n", b"SEQUENCE:0\r\nSEQUENCE:0\r\n", "no SEQUENCE"),
        (b"STATUS:CONFIRMED", b"STATUS:CANCELLED", "REQUEST with STATUS:CANCELLED"),
        (b"STATUS:CONFIRMED", b"STATUS:SURE", "unknown STATUS"),
        (b"END:VEVENT", b"ATTENDEE;RSVP=TRUE:mailto:ola@x.example\r\nEND:VEVENT", "not exactly one ATTENDEE"),
        (b"Fylkets hus\\,", b"Fylkets hus,", "LOCATION is not escaped"),
        ("ø".encode(), b"\xc3\r\n \xb8", "a fold cuts a character in two"),
    ],
)
def test_lint_finds_each_fault_put_in(good, bad, fault):
    raw = request(replace(MEETING, summary="Dialogmøte"), replace(KARI, name=""), FIRST, True)
    unfolded = raw if b"\r\n " in good else raw.replace(b"RO\r\n LE", b"ROLE")
    assert unfolded.count(good) >= 1

    faults = lint(raw.replace(good, bad))

    assert fault in faults


def test_lint_finds_nothing_wrong_in_the_life_of_an_invitation():
    assert lint_life(told(MEETING)) == []


@pytest.mark.parametrize(
    ("good", "bad", "fault"),
    [
        (b"SEQUENCE:1", b"SEQUENCE:0", "SEQUENCE does not grow"),
        (b"DTSTAMP:20261125T083000Z", b"DTSTAMP:20261124T083000Z", "DTSTAMP does not grow"),
        (b"mailto:svar@", b"mailto:andre@", "the ORGANIZER changes"),
        (b"mailto:kari", b"mailto:ola", "the ATTENDEE changes"),
        (b"UID:2b", b"UID:3b", "the UID changes"),
    ],
)
def test_lint_finds_each_fault_put_into_a_life(good, bad, fault):
    first, changed, called_off = (raw.replace(b"\r\n ", b"") for raw in told(MEETING))
    assert good in changed

    assert fault in lint_life([first, changed.replace(good, bad), called_off])


def test_a_changed_place_is_all_that_differs_besides_the_version():
    before = request(MEETING, KARI, FIRST, True).splitlines()
    after = request(replace(MEETING, location="Verdal"), KARI, SECOND, True).splitlines()

    assert {line for line in after if line not in before} == {
        b"DTSTAMP:20261125T083000Z",
        b"SEQUENCE:1",
        b"LOCATION;LANGUAGE=nb:Verdal",
    }


def test_the_same_arguments_give_the_same_bytes():
    assert told(MEETING) == told(replace(MEETING))
    assert publish([(MEETING, FIRST)]) == publish([(MEETING, FIRST)])


def test_without_an_inbox_the_calendar_is_not_asked_to_answer():
    raw = request(MEETING, KARI, FIRST, False)

    assert b"RSVP=FALSE" in raw.replace(b"\r\n ", b"")
    assert b"RSVP=TRUE" not in raw.replace(b"\r\n ", b"")


def test_holding_the_date_is_tentative():
    raw = request(replace(MEETING, status=Status.TENTATIVE), KARI, FIRST, True)

    assert b"\r\nSTATUS:TENTATIVE\r\n" in raw
    assert b"\r\nX-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE\r\n" in raw
    assert lint(raw) == []


def test_a_feed_shows_cancelled_meetings_and_names_nobody():
    raw = publish(
        [(MEETING, FIRST), (replace(MEETING, uid="b@x", status=Status.CANCELLED), SECOND)], name="Møter, nå"
    )

    feed = Calendar.from_ical(raw)

    assert [str(event["status"]) for event in feed.walk("VEVENT")] == ["CONFIRMED", "CANCELLED"]
    assert "\r\nMETHOD:PUBLISH\r\nNAME:Møter\\, nå\r\nX-WR-CALNAME:Møter\\, nå\r\n".encode() in raw
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT4H\r\n" in raw
    assert b"@rsvp.portal.example" not in raw
    assert b"ATTENDEE" not in raw


def test_a_download_has_no_name_and_is_not_fetched_again():
    raw = publish([(MEETING, FIRST)])

    assert b"X-WR-CALNAME" not in raw
    assert b"REFRESH-INTERVAL" not in raw


def test_the_link_to_join_takes_the_place_of_a_missing_place():
    event = replace(MEETING, location="")

    (found,) = Calendar.from_ical(request(event, KARI, FIRST, True)).walk("VEVENT")

    assert str(found["location"]) == event.conference_url
    assert str(found["description"]) == event.description


def test_a_long_title_is_folded_and_whole():
    event = replace(MEETING, summary=("Førjulssamling 😀 čáŋŋđŧž, " * 20)[:300])

    raw = request(event, KARI, FIRST, True)

    assert lint(raw) == []
    assert read_by_ical(raw).summary == event.summary.strip()


@pytest.mark.parametrize(
    "evil", ["\r\nATTENDEE:mailto:x@x.example", "\nMETHOD:CANCEL", "\x00", "\r", "\u2028", "\x85"]
)
def test_no_field_can_start_a_line_of_its_own(evil):
    event = replace(
        MEETING,
        summary=f"Møte{evil}",
        location=f"Steinkjer{evil}",
        description=f"Hei{evil}",
        organizer_name=f"KS{evil}",
    )

    raw = request(event, replace(KARI, name=f"Kari{evil}"), FIRST, True)

    assert lint(raw) == []


@pytest.mark.parametrize(
    "link", ["https://x.example/\r\nATTENDEE:mailto:x@x.example", "https://x.example/ a", "https://x\x00"]
)
@pytest.mark.parametrize("field", ["url", "conference_url"])
def test_a_link_with_a_line_break_is_refused(field, link):
    event = replace(MEETING, **{field: link})

    with pytest.raises(ValueError, match="link"):
        request(event, KARI, FIRST, True)


@pytest.mark.parametrize(
    "mailbox", ["kari@x.example\r\nX:1", "kari", "kari å@x.example", "kåri@x.example", "a:b@x.example"]
)
def test_an_address_that_is_none_is_refused(mailbox):
    with pytest.raises(ValueError, match=r"address|ASCII"):
        request(MEETING, Attendee(email=mailbox), FIRST, True)


def test_times_must_have_a_zone_and_an_order():
    with pytest.raises(ValueError, match="zone"):
        replace(MEETING, start=dt.datetime(2026, 12, 15, 9))
    with pytest.raises(ValueError, match="before it starts"):
        replace(MEETING, end=MEETING.start - dt.timedelta(seconds=1))
    with pytest.raises(ValueError, match="zone"):
        Version(0, dt.datetime(2026, 12, 15, 9))
    with pytest.raises(ValueError, match="sequence"):
        Version(-1, FIRST.dtstamp)


def test_a_cancelled_meeting_is_not_sent_as_an_invitation():
    event = replace(MEETING, status=Status.CANCELLED)

    with pytest.raises(ValueError, match="cancel"):
        request(event, KARI, FIRST, True)
    with pytest.raises(ValueError, match="invitations and cancellations"):
        Prebuilt(event, Method.REQUEST)


names = st.text(st.characters(), max_size=120)
words = st.one_of(names, st.text("åÅñ,;:’\"\\^'N \r\n😀đ", max_size=90))
moments = st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2040, 1, 1), timezones=st.just(OSLO))


@settings(max_examples=150, deadline=None)
@given(
    title=words,
    place=words,
    text=words,
    organizer=words,
    name=words,
    local=st.from_regex(r"[a-z0-9.+_-]{1,20}", fullmatch=True).filter(
        lambda local: not (local.startswith(".") or local.endswith(".") or ".." in local)
    ),
    start=moments,
    length=st.integers(0, 4000),
    stamp=moments,
    sequence=st.integers(0, 2**31 - 1),
    status=st.sampled_from(Partstat),
    rsvp=st.booleans(),
)
def test_the_fast_path_gives_the_same_bytes_and_no_fault(
    title, place, text, organizer, name, local, start, length, stamp, sequence, status, rsvp
):
    end = start.astimezone(dt.UTC) + dt.timedelta(minutes=length)
    event = replace(
        MEETING, summary=title, location=place, description=text, organizer_name=organizer, start=start, end=end
    )
    person = Attendee(name=name, email=f"{local}@kommune.example", status=status)
    version = Version(sequence, stamp)
    token = f"svar+{local}@rsvp.portal.example"

    invited = request(replace(event, organizer_email=token), person, version, rsvp)
    called_off = cancel(replace(event, organizer_email=token), person, version, title)

    fast = Prebuilt(event, Method.REQUEST)
    assert fast.for_attendee(person, version, rsvp=rsvp, organizer_email=token) == invited
    gone = Prebuilt(event, Method.CANCEL, title)
    assert gone.for_attendee(person, version, rsvp=rsvp, organizer_email=token) == called_off
    assert (lint(invited), lint(called_off)) == ([], [])
