"""Meetings as calendar objects: bytes from plain values, equal for equal arguments.

Invitations follow RFC 5546 (iTIP) with one ATTENDEE in each mail, so that nobody sees who else is invited.
Feeds and downloads are METHOD:PUBLISH and name no organizer: with one, calendars mail answers to it unasked.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final
from urllib.parse import quote
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vCalAddress, vText, vUri

from partnership.mail.mime import address, one_line

OSLO: Final = ZoneInfo("Europe/Oslo")
PRODUCT: Final = "-//FoUI-partnerskap//Portal//NO"
REFRESH: Final = "PT4H"

# One DAYLIGHT and one STANDARD with a yearly rule: calendars that meet more blocks, or RDATE lists,
# are an hour off in summer or after the last listed year.
_OSLO_RULES: Final = Timezone.from_ical(
    "\r\n".join(
        (
            "BEGIN:VTIMEZONE",
            "TZID:Europe/Oslo",
            "BEGIN:DAYLIGHT",
            "DTSTART:19960331T020000",
            "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
            "TZNAME:CEST",
            "TZOFFSETFROM:+0100",
            "TZOFFSETTO:+0200",
            "END:DAYLIGHT",
            "BEGIN:STANDARD",
            "DTSTART:19961027T030000",
            "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
            "TZNAME:CET",
            "TZOFFSETFROM:+0200",
            "TZOFFSETTO:+0100",
            "END:STANDARD",
            "END:VTIMEZONE",
            "",
        )
    )
)
_CONTROL_BUT_NEWLINE: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_NOT_IN_URL: Final = re.compile(r"[\x00-\x20\x7f-\x9f<>\"\\^`{|}\s\ud800-\udfff]")
_QUOTED_IN_NAME: Final = re.compile("[ ,;:’']")
_PERSONAL: Final = re.compile(rb"(?m)^(ATTENDEE|DTSTAMP|ORGANIZER|SEQUENCE)[;:].*\r\n(?:[ \t].*\r\n)*")


class Partstat(StrEnum):
    NEEDS_ACTION = "NEEDS-ACTION"
    ACCEPTED = "ACCEPTED"
    TENTATIVE = "TENTATIVE"
    DECLINED = "DECLINED"


class Status(StrEnum):
    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"  # hold the date
    CANCELLED = "CANCELLED"


class Method(StrEnum):
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


_BUSY: Final = {Status.CONFIRMED: "BUSY", Status.TENTATIVE: "TENTATIVE", Status.CANCELLED: "FREE"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent:
    """What every calendar is told about a meeting. ``start`` and ``end`` are aware; ``uid`` never changes."""

    uid: str
    summary: str
    start: dt.datetime
    end: dt.datetime
    organizer_email: str
    organizer_name: str = ""
    description: str = ""
    location: str = ""
    url: str = ""
    conference_url: str = ""
    status: Status = Status.CONFIRMED
    language: str = "nb"

    def __post_init__(self) -> None:
        if self.start.utcoffset() is None or self.end.utcoffset() is None:
            raise ValueError("a meeting's start and end need a time zone")
        if self.end.astimezone(dt.UTC) < self.start.astimezone(dt.UTC):
            raise ValueError("a meeting cannot end before it starts")
        if not self.uid or self.uid != one_line(self.uid):
            raise ValueError("a UID is one word on one line")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """The one who gets the mail; ``status`` is the answer known so far."""

    email: str
    name: str = ""
    status: Partstat = Partstat.NEEDS_ACTION


@dataclass(frozen=True, slots=True)
class Version:
    """Which telling this is: calendars keep the highest sequence, then the latest dtstamp (RFC 5546, 2.1.5)."""

    sequence: int
    dtstamp: dt.datetime

    def __post_init__(self) -> None:
        if not 0 <= self.sequence < 2**31:
            raise ValueError("a sequence is a whole number from 0")
        if self.dtstamp.utcoffset() is None:
            raise ValueError("a version's time needs a time zone")


def request(event: CalendarEvent, attendee: Attendee, version: Version, rsvp: bool) -> bytes:
    """An invitation, or a changed one (RFC 5546, 3.2.2). Without ``rsvp`` the calendar is not asked to answer."""
    if event.status is Status.CANCELLED:
        raise ValueError("a cancelled meeting is told with cancel()")
    return _personal(event, Method.REQUEST, attendee, version, rsvp)


def cancel(event: CalendarEvent, attendee: Attendee, version: Version, reason: str = "") -> bytes:
    """Takes the meeting out of the attendee's calendar (RFC 5546, 3.2.5). ``version`` is higher than the last."""
    return _personal(cancelled(event, reason), Method.CANCEL, attendee, version, False)


def publish(entries: Iterable[tuple[CalendarEvent, Version]], *, name: str = "") -> bytes:
    """A feed (with ``name``) or a single download (without). Cancelled meetings stay, marked as cancelled."""
    calendar = _calendar(Method.PUBLISH)
    if name:
        shown = one_line(name)
        calendar.add("name", _Text(shown))
        calendar.add("x-wr-calname", _Text(shown))
        calendar.add("x-wr-timezone", _Text(OSLO.key))
        calendar.add("refresh-interval", _raw(REFRESH, VALUE="DURATION"))
        calendar.add("x-published-ttl", _raw(REFRESH))
    for event, version in entries:
        part = _shared(event)
        _add_version(part, version)
        part.add("last-modified", version.dtstamp.astimezone(dt.UTC))
        calendar.add_component(part)
    return bytes(calendar.to_ical())


def cancelled(event: CalendarEvent, reason: str = "") -> CalendarEvent:
    """The event as cancelled, the reason first in its description."""
    description = "\n\n".join(filter(None, (reason.strip(), event.description)))
    return replace(event, status=Status.CANCELLED, description=description)


class Prebuilt:
    """The part of a mailing that is equal for all, written once; each person's own lines are put in.

    Gives the same bytes as :func:`request` and :func:`cancel` at a small part of the time, for mailings to
    thousands. ``event`` is what those functions take; ``organizer_email`` may differ from person to person.
    """

    def __init__(self, event: CalendarEvent, method: Method, reason: str = "") -> None:
        if method is Method.CANCEL:
            event = cancelled(event, reason)
        elif method is not Method.REQUEST or event.status is Status.CANCELLED:
            raise ValueError("only invitations and cancellations are sent to a person")
        self.method = method
        self._organizer_email = event.organizer_email
        self._organizer_name = _common_name(event.organizer_name)
        anyone = Attendee(email="anyone@invalid.example")
        whole = _personal(event, method, anyone, Version(0, dt.datetime(2000, 1, 1, tzinfo=dt.UTC)), False)
        self._fixed: list[bytes] = []
        self._order: list[bytes] = []
        end = 0
        for found in _PERSONAL.finditer(whole):
            self._fixed.append(whole[end : found.start()])
            self._order.append(found.group(1))
            end = found.end()
        self._tail = whole[end:]

    def for_attendee(
        self, attendee: Attendee, version: Version, *, rsvp: bool = False, organizer_email: str = ""
    ) -> bytes:
        rsvp = rsvp and self.method is Method.REQUEST
        stamp = version.dtstamp.astimezone(dt.UTC)
        own = {
            b"ATTENDEE": _attendee_line(attendee, rsvp),
            b"DTSTAMP": f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}\r\n".encode("ascii"),
            b"ORGANIZER": _address_line(
                "ORGANIZER", self._organizer_name, "", address(organizer_email or self._organizer_email)
            ),
            b"SEQUENCE": b"SEQUENCE:%d\r\n" % version.sequence,
        }
        pieces = [piece for fixed, name in zip(self._fixed, self._order, strict=True) for piece in (fixed, own[name])]
        return b"".join((*pieces, self._tail))


class _Text(vText):
    """Text as RFC 5545, 3.3.11 escapes it; the library's own turns a backslash before N into a line break."""

    def to_ical(self) -> bytes:
        escaped = self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
        return escaped.encode()


class _Raw(vText):
    def to_ical(self) -> bytes:
        return self.encode()


def _raw(value: str, **parameters: str) -> _Raw:
    return _Raw(value, params=parameters)


def _personal(event: CalendarEvent, method: Method, attendee: Attendee, version: Version, rsvp: bool) -> bytes:
    calendar = _calendar(method)
    part = _shared(event)
    _add_version(part, version)
    organizer = vCalAddress(f"mailto:{address(event.organizer_email)}")
    name = _common_name(event.organizer_name)
    if name:
        organizer.params["CN"] = name
    part.add("organizer", organizer)
    invited = vCalAddress(f"mailto:{address(attendee.email)}")
    name = _common_name(attendee.name)
    if name:
        invited.params["CN"] = name
    for key, value in _attendee_parameters(attendee, rsvp):
        invited.params[key] = value
    part.add("attendee", invited)
    calendar.add_component(part)
    return bytes(calendar.to_ical())


def _calendar(method: Method) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method.value)
    calendar.add_component(_OSLO_RULES)
    return calendar


def _shared(event: CalendarEvent) -> Event:
    part = Event()
    part.add("uid", _Text(event.uid))
    start, end = _moments(event)
    part.add("dtstart", start)
    part.add("dtend", end)
    language: dict[str, Any] = {"LANGUAGE": event.language} if event.language else {}
    location, description = _where_to_join(event)
    part.add("summary", _Text(one_line(event.summary), params=language))
    if description:
        part.add("description", _Text(description, params=language))
    if location:
        part.add("location", _Text(location, params=language))
    if event.url:
        part.add("url", vUri(_url(event.url)))
    if event.conference_url:
        conference = vUri(_url(event.conference_url), params={"VALUE": "URI", "FEATURE": "VIDEO"})
        part.add("conference", conference)
    part.add("status", event.status.value)
    part.add("transp", "TRANSPARENT" if event.status is Status.CANCELLED else "OPAQUE")
    part.add("x-microsoft-cdo-busystatus", _BUSY[event.status])
    part.add("x-microsoft-disallow-counter", "TRUE")
    return part


def _add_version(part: Event, version: Version) -> None:
    part.add("sequence", version.sequence)
    part.add("dtstamp", version.dtstamp.astimezone(dt.UTC))


def _moments(event: CalendarEvent) -> tuple[dt.datetime, dt.datetime]:
    """Oslo's wall clock; both in UTC when one lies in the hour the clock passes twice in October.

    RFC 5545, 3.3.5 reads such a local time as the first of the two; not every calendar does.
    """
    start, end = event.start.astimezone(OSLO), event.end.astimezone(OSLO)
    if any(moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset() for moment in (start, end)):
        return start.astimezone(dt.UTC), end.astimezone(dt.UTC)
    return start, end


def _where_to_join(event: CalendarEvent) -> tuple[str, str]:
    """Location and description with the link to join in one of them: few calendars show CONFERENCE."""
    location = one_line(event.location)
    description = _paragraphs(event.description)
    if event.conference_url and event.conference_url not in location + description:
        if not location:
            location = event.conference_url
        else:
            description = "\n\n".join(filter(None, (description, event.conference_url)))
    return location, description


def _paragraphs(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return _CONTROL_BUT_NEWLINE.sub(" ", text).strip()


def _url(value: str) -> str:
    if _NOT_IN_URL.search(value):
        raise ValueError("a link holds characters a link cannot have")
    return quote(value, safe="%/:?#[]@!$&'()*+,;=~")


def _common_name(name: str) -> str:
    # No quotes and no circumflex: what escapes them (RFC 6868) is unknown to several calendars.
    return one_line(name.replace('"', "'").replace("^", " "))


def _attendee_parameters(attendee: Attendee, rsvp: bool) -> tuple[tuple[str, str], ...]:
    return (
        ("CUTYPE", "INDIVIDUAL"),
        ("PARTSTAT", attendee.status.value),
        ("ROLE", "REQ-PARTICIPANT"),
        ("RSVP", "TRUE" if rsvp else "FALSE"),
    )


def _attendee_line(attendee: Attendee, rsvp: bool) -> bytes:
    parameters = "".join(f";{key}={value}" for key, value in _attendee_parameters(attendee, rsvp))
    return _address_line("ATTENDEE", _common_name(attendee.name), parameters, address(attendee.email))


def _address_line(name: str, common_name: str, parameters: str, mailbox: str) -> bytes:
    if common_name:
        quoted = f'"{common_name}"' if _QUOTED_IN_NAME.search(common_name) else common_name
        parameters = f";CN={quoted}{parameters}"
    return _folded(f"{name}{parameters}:mailto:{mailbox}".encode())


def _folded(line: bytes) -> bytes:
    """At most 75 octets a line; cuts no character and no backslash pair, as the library does."""
    pieces: list[bytes] = []
    while len(line) > 74:
        cut = 74
        while line[cut] & 0xC0 == 0x80:
            cut -= 1
        if line[cut - 1] == 0x5C and cut > 1:
            cut -= 1
        pieces.append(line[:cut])
        line = line[cut:]
    pieces.append(line)
    return b"\r\n ".join(pieces) + b"\r\n"
