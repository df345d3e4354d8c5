"""From fixed values to the bytes of one mail (RFC 5322), the same bytes every time.

Assembled by hand because the standard library's classes take several times as long, and because the calendar part
must have exactly the shape that calendar clients show buttons for (RFC 6047).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from binascii import b2a_base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import format_datetime
from functools import lru_cache
from typing import Final

_CRLF: Final = b"\r\n"
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_HEADER_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,75}")
_MESSAGE_ID: Final = re.compile(r"<[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+>")
_LOCAL_PART: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN: Final = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*")
_ATOMS: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
_METHOD: Final = re.compile(r"[A-Z]{3,20}")
_FILE_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,60}\.ics")
_OWN_HEADERS: Final = frozenset(
    {
        *("from", "sender", "to", "cc", "bcc", "reply-to", "return-path", "subject", "date", "message-id"),
        *("auto-submitted", "x-auto-response-suppress", "content-language", "mime-version"),
        *("content-type", "content-transfer-encoding", "content-disposition"),
    }
)
_LINE: Final = 76
_HARD_LINE: Final = 998  # RFC 5322, 2.1.1


class HeaderInjection(ValueError):
    """A header's text holds a line break or another control character."""

    def __init__(self, header: str) -> None:
        super().__init__(f"control character in the header {header}")
        self.header = header


class BadAddress(ValueError):
    """Not an address this portal can send to; the message does not repeat it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPart:
    """A finished calendar object; ``method`` must be the METHOD written in it."""

    content: bytes
    method: str
    attach_copy: bool = False
    file_name: str = "invitation.ics"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One mail to one person. ``date`` is aware and, like ``message_id`` (in angle brackets), stays on a retry.

    People are (name, address) pairs; the name may be empty. Subject and names with line breaks are refused:
    clean what people have typed with :func:`one_line` first.
    """

    subject: str
    sender: tuple[str, str]
    recipient: tuple[str, str]
    message_id: str
    date: dt.datetime
    text: str
    html: str = ""
    reply_to: tuple[str, str] | None = None
    language: str = "nb"
    calendar: CalendarPart | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


def build(message: Message) -> bytes:
    """The mail as bytes with CRLF line ends, equal for equal arguments.

    Raises HeaderInjection, BadAddress, or ValueError for anything else that would make a broken mail.
    """
    lines = b"".join(_headers(message))
    boundary = "=_" + hashlib.sha256(message.message_id.encode()).hexdigest()[:28]
    parts = [_part("text/plain; charset=utf-8", _canonical(message.text))]
    if message.html:
        parts.append(_part("text/html; charset=utf-8", _canonical(message.html)))
    calendar = message.calendar
    if calendar is not None:
        _check_calendar(calendar)
        kind = f"text/calendar; charset=utf-8; method={calendar.method}"
        parts.append(_part(kind, calendar.content))
    if len(parts) == 1:
        return lines + parts[0]
    alternatives = _multipart("alternative", f"{boundary}-a", parts)
    if calendar is None or not calendar.attach_copy:
        return lines + alternatives
    copy = _part(
        f"application/ics; name={calendar.file_name}",
        calendar.content,
        disposition=f"attachment; filename={calendar.file_name}",
    )
    return lines + _multipart("mixed", f"{boundary}-m", [alternatives, copy])


@lru_cache(256)
def address(value: str) -> str:
    """The address in ASCII: a domain with æøå becomes its xn-- form; raises BadAddress."""
    local, at, domain = value.rpartition("@")
    if not at or len(value) > 254:
        raise BadAddress("an address is a name, @ and a domain")
    if not local.isascii():
        raise BadAddress("letters outside ASCII before the @ need SMTPUTF8, which is not in use")
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError as error:
            raise BadAddress("the domain is not a valid international name") from error
    if len(local) > 64 or not _LOCAL_PART.fullmatch(local) or not _DOMAIN.fullmatch(domain):
        raise BadAddress("the address holds characters an address cannot have")
    return f"{local}@{domain}"


def one_line(text: str) -> str:
    """The text without control characters and line breaks, runs of blanks made one."""
    return " ".join(_CONTROL.sub(" ", text).split())


def _headers(message: Message) -> Iterator[bytes]:
    yield _party("From", message.sender)
    yield _party("To", message.recipient)
    if message.reply_to is not None:
        yield _party("Reply-To", message.reply_to)
    yield _header("Subject", message.subject)
    if message.date.utcoffset() is None:
        raise ValueError("the date of a mail needs a time zone")
    yield _header("Date", format_datetime(message.date))
    if not _MESSAGE_ID.fullmatch(message.message_id):
        raise ValueError("a Message-ID looks like <unique@domain>")
    yield _header("Message-ID", message.message_id)
    if message.language:
        yield _header("Content-Language", message.language)
    yield b"Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: OOF, AutoReply\r\n"
    for name, value in message.headers.items():
        if not _HEADER_NAME.fullmatch(name):
            raise HeaderInjection("with a name that is no name")
        if name.lower() in _OWN_HEADERS:
            raise ValueError(f"the header {name} is written by the message itself")
        yield _header(name, value)
    yield b"MIME-Version: 1.0\r\n"


@lru_cache(256)
def _party(header: str, party: tuple[str, str]) -> bytes:
    name, mailbox = party
    ascii_address = address(mailbox)
    if not name:
        return _header(header, ascii_address)
    _refuse_control(header, name)
    if name.isascii() and "=?" not in name and len(name) <= 60:
        shown = name if _ATOMS.fullmatch(name) else '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'
    else:
        shown = _encoded_words(name, len(header) + 2)
    last = len(header) + 2 + len(shown) if "\r\n" not in shown else len(shown) - shown.rindex("\r\n") - 2
    gap = " " if last + len(ascii_address) + 3 <= _LINE else "\r\n "
    return f"{header}: {shown}{gap}<{ascii_address}>\r\n".encode("ascii")


@lru_cache(256)
def _header(name: str, value: str) -> bytes:
    _refuse_control(name, value)
    value = value.strip()
    if len(name) + 2 + len(value) <= _LINE and value.isascii() and "=?" not in value:
        return f"{name}: {value}\r\n".encode("ascii")
    if not value.isascii() or "=?" in value or (name == "Subject" and _longest_word(value) > 60):
        return f"{name}: {_encoded_words(value, len(name) + 2)}\r\n".encode("ascii")
    line = f"{name}:"
    folded: list[str] = []
    for word in value.split(" "):
        # The first word stays on the header's own line: an empty first line is read differently by some.
        if len(line) + 1 + len(word) > _LINE and line != f"{name}:":
            folded.append(line)
            line = ""
        line += " " + word
    folded.append(line)
    if max(map(len, folded)) > _HARD_LINE:
        raise ValueError(f"the header {name} is too long")
    return ("\r\n".join(folded) + "\r\n").encode("ascii")


def _longest_word(value: str) -> int:
    return max(map(len, value.split(" ")))


def _refuse_control(header: str, value: str) -> None:
    if _CONTROL.search(value):
        raise HeaderInjection(header)


def _encoded_words(text: str, column: int) -> str:
    """RFC 2047, folded so that no line passes 76 characters and no character is cut in two."""
    words: list[str] = []
    chunk = b""
    room = (_LINE - column - 12) // 4 * 3
    for character in text:
        octets = character.encode()
        if chunk and len(chunk) + len(octets) > room:
            words.append(_encoded_word(chunk))
            chunk, room = b"", 45
        chunk += octets
    words.append(_encoded_word(chunk))
    return "\r\n ".join(words)


def _encoded_word(octets: bytes) -> str:
    return f"=?utf-8?b?{b2a_base64(octets, newline=False).decode('ascii')}?="


def _canonical(text: str) -> bytes:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n").encode("utf-8", "replace")


def _part(content_type: str, content: bytes, *, disposition: str = "") -> bytes:
    # 76 characters are the longest base64 line RFC 2045 allows.
    whole = b2a_base64(content, newline=False)
    body = _CRLF.join([whole[at : at + 76] for at in range(0, len(whole), 76)])
    head = f"Content-Type: {content_type}\r\nContent-Transfer-Encoding: base64\r\n"
    if disposition:
        head += f"Content-Disposition: {disposition}\r\n"
    return head.encode("ascii") + _CRLF + (body + _CRLF if body else b"")


def _multipart(kind: str, boundary: str, parts: list[bytes]) -> bytes:
    # A base64 body holds no hyphen, so the boundary can never stand in one.
    mark = f"--{boundary}".encode("ascii")
    head = f'Content-Type: multipart/{kind};\r\n boundary="{boundary}"\r\n\r\n'.encode("ascii")
    return head + b"".join(mark + _CRLF + part + _CRLF for part in parts) + mark + b"--\r\n"


def _check_calendar(calendar: CalendarPart) -> None:
    if not _METHOD.fullmatch(calendar.method):
        raise ValueError("a calendar method is one word in capitals")
    if f"\r\nMETHOD:{calendar.method}\r\n".encode("ascii") not in calendar.content:
        raise ValueError("the calendar's METHOD is not the method of its part")
    if not _FILE_NAME.fullmatch(calendar.file_name):
        raise ValueError("the calendar's file name is plain letters and ends in .ics")
