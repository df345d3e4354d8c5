"""Finds the faults in a calendar object or its mail that calendar parsers read without a word.

Reads the raw bytes itself: a parser would mend what it is meant to find.
"""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import re
from dataclasses import dataclass, field
from email.message import EmailMessage
from itertools import pairwise

PARTSTATS = {"NEEDS-ACTION", "ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED"}
METHODS = {"REQUEST", "CANCEL", "PUBLISH", "REPLY", "COUNTER", "ADD", "REFRESH", "DECLINECOUNTER"}
TO_ONE_PERSON = {"REQUEST", "CANCEL"}
LINE = re.compile(
    r'([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(.*)', re.DOTALL
)
PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:])*)')


@dataclass
class Component:
    name: str
    lines: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    children: list[Component] = field(default_factory=list)

    def named(self, name: str) -> list[tuple[dict[str, str], str]]:
        return [(parameters, value) for found, parameters, value in self.lines if found == name]

    def value(self, name: str) -> str:
        found = self.named(name)
        return found[0][1] if found else ""


def lint(raw: bytes, mime: bytes | None = None) -> list[str]:
    """What is wrong with the calendar, and with the mail around it when that is given; an empty list when nothing."""
    faults = _layout(raw)
    calendar = _tree(raw, faults)
    if calendar is not None:
        faults += _calendar(calendar)
    if mime is not None:
        faults += _mail(raw, mime, calendar.value("METHOD") if calendar else "")
    return faults


def lint_life(told: list[bytes]) -> list[str]:
    """What is wrong with the calendars one person gets about one meeting, in the order they arrive.

    A calendar follows the highest SEQUENCE, then the latest DTSTAMP (RFC 5546, 2.1.5), and drops a REQUEST from
    another ORGANIZER: each must be newer than the one before in both, and from and to the same.
    """
    faults: list[str] = []
    trees = [_tree(raw, faults) for raw in told]
    events = [child for tree in trees if tree for child in tree.children if child.name == "VEVENT"]
    if faults or len(events) != len(told):
        return [*faults, "not one event in each"]
    for name in ("UID", "ORGANIZER", "ATTENDEE"):
        if len({event.value(name) for event in events}) != 1:
            faults.append(f"the {name} changes")
    for before, after in pairwise(events):
        if int(after.value("SEQUENCE")) <= int(before.value("SEQUENCE")):
            faults.append("SEQUENCE does not grow")
        if after.value("DTSTAMP") <= before.value("DTSTAMP"):
            faults.append("DTSTAMP does not grow")
    return faults


def _layout(raw: bytes) -> list[str]:
    faults = []
    if re.search(rb"(?<!\r)\n|\r(?!\n)", raw):
        faults.append("lines do not end in CRLF")
    if not raw.endswith(b"\r\n"):
        faults.append("the last line is not ended")
    if any(len(line.rstrip(b"\r")) > 75 for line in raw.split(b"\n")):
        faults.append("a line is longer than 75 octets")
    for line in re.split(rb"\r?\n", raw):
        try:
            line.decode()
        except UnicodeDecodeError:
            faults.append("a fold cuts a character in two")
    if re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", raw):
        faults.append("a control character")
    return faults


def _tree(raw: bytes, faults: list[str]) -> Component | None:
    text = re.sub(r"\r?\n[ \t]", "", raw.decode("utf-8", "replace"))
    root = Component("")
    stack = [root]
    for line in re.split(r"\r?\n", text):
        found = LINE.fullmatch(line)
        if found is None:
            if line:
                faults.append(f"not a content line: {line[:40]}")
            continue
        name, value = found.group(1).upper(), found.group(3)
        parameters = {key.upper(): text.strip('"') for key, text in PARAMETER.findall(found.group(2))}
        if name == "BEGIN":
            stack[-1].children.append(Component(value))
            stack.append(stack[-1].children[-1])
        elif name == "END":
            if stack.pop().name != value or not stack:
                faults.append(f"END:{value} closes nothing")
                return None
        else:
            stack[-1].lines.append((name, parameters, value))
    if len(stack) != 1 or [child.name for child in root.children] != ["VCALENDAR"]:
        faults.append("not one whole VCALENDAR")
        return None
    return root.children[0]


def _calendar(calendar: Component) -> list[str]:
    faults = []
    method = calendar.value("METHOD")
    if not method:
        faults.append("no METHOD")
    elif method not in METHODS:
        faults.append("unknown METHOD")
    if calendar.value("VERSION") != "2.0" or not calendar.value("PRODID"):
        faults.append("no VERSION or PRODID")
    zones = {child.value("TZID"): child for child in calendar.children if child.name == "VTIMEZONE"}
    for zone in zones.values():
        faults += _zone(zone)
    events = [child for child in calendar.children if child.name == "VEVENT"]
    if method in TO_ONE_PERSON and len(events) != 1:
        faults.append("not exactly one VEVENT")
    for event in events:
        faults += _event(event, method, set(zones))
    return faults


def _zone(zone: Component) -> list[str]:
    faults = []
    rules = [child.name for child in zone.children]
    if sorted(rules) != ["DAYLIGHT", "STANDARD"]:
        faults.append("VTIMEZONE without one DAYLIGHT and one STANDARD")
    for rule in zone.children:
        for name in ("TZOFFSETFROM", "TZOFFSETTO"):
            if not re.fullmatch(r"[+-](0\d|1[0-4])[0-5]\d", rule.value(name)):
                faults.append("bad UTC offset")
        if not rule.value("RRULE") or rule.named("RDATE"):
            faults.append("VTIMEZONE without a yearly rule")
    return faults


def _event(event: Component, method: str, zones: set[str]) -> list[str]:
    faults = []
    for name in ("UID", "DTSTAMP", "DTSTART", "DTEND"):
        if len(event.named(name)) != 1:
            faults.append(f"not exactly one {name}")
    if len(event.named("SEQUENCE")) != 1 or not event.value("SEQUENCE").isdigit():
        faults.append("no SEQUENCE")
    for _name, parameters, _value in event.lines:
        if "TZID" in parameters and parameters["TZID"] not in zones:
            faults.append("TZID without VTIMEZONE")
    if not re.fullmatch(r"\d{8}T\d{6}Z", event.value("DTSTAMP")):
        faults.append("DTSTAMP is not in UTC")
    start, end = (_moment(event, name) for name in ("DTSTART", "DTEND"))
    if start is None or end is None:
        faults.append("DTSTART or DTEND cannot be read")
    elif (start.tzinfo is None) != (end.tzinfo is None):
        faults.append("DTSTART and DTEND of different kinds")
    elif end < start:
        faults.append("DTEND before DTSTART")
    return faults + _people(event, method) + _state(event, method)


def _people(event: Component, method: str) -> list[str]:
    faults = []
    organizers, attendees = event.named("ORGANIZER"), event.named("ATTENDEE")
    if method in TO_ONE_PERSON and len(organizers) != 1:
        faults.append("not exactly one ORGANIZER")
    if method in TO_ONE_PERSON and len(attendees) != 1:
        faults.append("not exactly one ATTENDEE")
    for kind, people in (("ORGANIZER", organizers), ("ATTENDEE", attendees)):
        for _parameters, value in people:
            if not re.fullmatch(r"mailto:[^\s@]+@[^\s@]+", value):
                faults.append(f"{kind} without mailto:")
    for parameters, _value in attendees:
        if parameters.get("PARTSTAT", "NEEDS-ACTION") not in PARTSTATS:
            faults.append("unknown PARTSTAT")
        if method == "REQUEST" and parameters.get("RSVP") not in {"TRUE", "FALSE"}:
            faults.append("ATTENDEE without RSVP")
    return faults


def _state(event: Component, method: str) -> list[str]:
    faults = []
    status = event.value("STATUS")
    if status not in {"CONFIRMED", "TENTATIVE", "CANCELLED"}:
        faults.append("unknown STATUS")
    if method == "CANCEL" and status != "CANCELLED":
        faults.append("CANCEL without STATUS:CANCELLED")
    if method == "REQUEST" and status == "CANCELLED":
        faults.append("REQUEST with STATUS:CANCELLED")
    for name in ("SUMMARY", "DESCRIPTION", "LOCATION"):
        for _parameters, value in event.named(name):
            if re.search(r"[,;]", re.sub(r"\\[\\,;nN]", "", value)):
                faults.append(f"{name} is not escaped")
    return faults


def _moment(event: Component, name: str) -> dt.datetime | None:
    """As the wall clock says; UTC is made aware, so that the kinds can be told apart."""
    found = re.fullmatch(r"(\d{8}T\d{6})(Z?)", event.value(name))
    if found is None:
        return None
    moment = dt.datetime.strptime(found.group(1), "%Y%m%dT%H%M%S")
    return moment.replace(tzinfo=dt.UTC) if found.group(2) else moment


def _mail(raw: bytes, mime: bytes, method: str) -> list[str]:
    faults = []
    message = email.message_from_bytes(mime, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    if any(part.defects for part in message.walk()):
        faults.append("the mail has MIME defects")
    parts = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    if len(parts) != 1:
        return [*faults, "not exactly one text/calendar part"]
    part = parts[0]
    if part.get_param("method") != method:
        faults.append("the part's method is not the calendar's METHOD")
    if part.get_param("charset") != "utf-8" or len(part.get_all("content-type", [])) != 1:
        faults.append("the calendar part has no plain charset=utf-8")
    if "content-disposition" in part:
        faults.append("the calendar part has a Content-Disposition")
    if part["content-transfer-encoding"] != "base64":
        faults.append("the calendar part is not base64")
    if part.get_payload(decode=True) != raw:
        faults.append("the part is not this calendar")
    homes = [home for home in message.walk() if home.get_content_type() == "multipart/alternative"]
    if len(homes) != 1 or list(homes[0].iter_parts())[-1] is not part:
        faults.append("the calendar is not the last alternative")
    for copy in message.walk():
        if copy.get_content_type() == "application/ics" and copy.get_payload(decode=True) != raw:
            faults.append("the attached copy is another calendar")
    return faults
