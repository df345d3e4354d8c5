"""Takes a pasted invitation from Teams, Zoom or Google Meet apart, in Norwegian or English.

Nothing is fetched. What is not found, or not trusted, is an empty string.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from itertools import islice
from typing import Final
from urllib.parse import parse_qs, urlsplit

TEAMS: Final = "teams"
ZOOM: Final = "zoom"
MEET: Final = "meet"
OTHER: Final = "other"

_PUNCTUATION: Final = ".,;:!?'*_"
_LONGEST_PASTE: Final = 50_000
_LONGEST_URL: Final = 2_000
_MOST_URLS: Final = 40  # invitations hold a handful; each may be wrapped three times
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_BRACKETED: Final = re.compile(r"<(https://[^<>]{1,4000})>", re.IGNORECASE)
_URL: Final = re.compile(r"https://[^\s<>\"«»]+", re.IGNORECASE)
_HOST: Final = re.compile(
    r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,30}[a-z0-9])",
)
_SANE: Final = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
_PLACES: Final = (
    (
        TEAMS,
        re.compile(r"teams\.(microsoft\.com|cloud\.microsoft|live\.com)"),
        re.compile(r"/(l/meetup-join|meet)/.+"),
    ),
    (ZOOM, re.compile(r"([a-z0-9-]+\.)*zoom\.us"), re.compile(r"/(j|my|w|s)/.+")),
    (MEET, re.compile(r"meet\.google\.com"), re.compile(r"/[a-z]{3}-[a-z]{4}-[a-z]{3}")),
    (OTHER, re.compile(r"([a-z0-9-]+\.)?whereby\.com|([a-z0-9-]+\.)+webex\.com|join\.nhn\.no"), re.compile(r"/.+")),
)
_HELP: Final = re.compile(r"aka\.ms|go\.microsoft\.com|support\..+|dialin\.teams\.microsoft\.com|tel\.meet")
_WRAPPERS: Final = (
    (re.compile(r"[a-z0-9.-]+\.safelinks\.protection\.outlook\.com"), "url"),
    (re.compile(r"www\.google\.com"), "q"),
)
_PROOFPOINT: Final = re.compile(r"https://urldefense\.(?:com|us)/v3/__(https:/.+?)__;")
_INVITES_TO_JOIN: Final = re.compile(r"\b(bli med|delta|møtelenke|møtelenka|join|meeting link)\b", re.IGNORECASE)

_MEETING_ID: Final = re.compile(r"(?i)\b(?:møte|meeting)[ -]?id\s*:\s*([0-9][0-9 ]{5,24})")
_PASSCODE: Final = re.compile(
    r"(?i)\b(?:passcode|password|passord|adgangskode|tilgangskode|sikkerhetskode)\s*:\s*([^\s<>]{3,40})"
)
_CONFERENCE_ID: Final = re.compile(
    r"(?i)\b(?:(?:telefon)?konferanse-?id|id for telefonkonferanse|(?:phone )?conference id|pin(?:-kode)?)"
    r"\s*:\s*([0-9][0-9 ]{2,20})"
)
_PHONE: Final = re.compile(r"(?<![\w+])(\+[0-9][0-9 ()-]{6,18}[0-9])(?:,+([0-9]{3,14})#)?")


@dataclass(frozen=True, slots=True)
class Joining:
    """How to take part from afar. ``service`` is teams, zoom, meet, other or empty."""

    url: str = ""
    meeting_id: str = ""
    passcode: str = ""
    phone: str = ""
    phone_conference_id: str = ""
    service: str = ""

    @property
    def dial_in(self) -> str:
        """The number as a telephone dials it: without the conference id nobody gets past the switchboard."""
        return f"{self.phone},,{self.phone_conference_id}#" if self.phone and self.phone_conference_id else self.phone


def parse_joining(text: str) -> Joining:
    """The link, numbers and codes in a pasted invitation; all empty when there is no link one can trust."""
    text = _INVISIBLE.sub("", html.unescape(text[:_LONGEST_PASTE])).replace("\u00a0", " ").strip()
    text = _BRACKETED.sub(lambda found: "<" + re.sub(r"\s", "", found.group(1)) + ">", text)
    url, service = _place(text)
    if not url:
        return Joining()
    words = _URL.sub(" ", text)
    meeting_id = _digits(_first(_MEETING_ID, words)) or _meeting_id_in(url, service)
    phone, dialled = _phone(words)
    conference = _digits(_first(_CONFERENCE_ID, words)) or dialled
    if service == ZOOM:
        conference = ""  # over the telephone Zoom asks for the meeting's own number
    return Joining(
        url=url,
        meeting_id=meeting_id,
        passcode=_first(_PASSCODE, words).rstrip(".,;"),
        phone=phone,
        phone_conference_id=conference,
        service=service,
    )


def is_sane_url(url: str) -> bool:
    """https, an ordinary host name, no user name, no odd port, no letters a link cannot have."""
    if len(url) > _LONGEST_URL or not _SANE.fullmatch(url):
        return False
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    return (
        parts.scheme == "https"
        and "@" not in parts.netloc
        and port in (None, 443)
        and _HOST.fullmatch(parts.hostname or "") is not None
    )


def _place(text: str) -> tuple[str, str]:
    """The first link of a known service; else a link that stands alone or beside words that invite to join."""
    others: list[str] = []
    for found in islice(_URL.finditer(text), _MOST_URLS):
        url = _unwrapped(_trimmed(found.group()))
        if not is_sane_url(url):
            continue
        service = _service(url)
        if service:
            return url, service
        if not _HELP.fullmatch(_host(url)) and (found.group() == text or _invites(text, found.start())):
            others.append(url)
    return (others[0], OTHER) if others else ("", "")


def _service(url: str) -> str:
    host, path = _host(url), urlsplit(url).path
    for service, hosts, paths in _PLACES:
        if hosts.fullmatch(host) and paths.fullmatch(path):
            return service
    return ""


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()


def _invites(text: str, position: int) -> bool:
    """The words stand on the link's own line or the line before it."""
    before = text[:position].rsplit("\n", 2)[-2:]
    return _INVITES_TO_JOIN.search("\n".join(before)) is not None


def _trimmed(url: str) -> str:
    """Without the punctuation of the sentence around it; a bracket stays when it was opened in the link."""
    url = url.rstrip(_PUNCTUATION)
    for opening, closing in (("(", ")"), ("[", "]")):
        while url.endswith(closing) and url.count(closing) > url.count(opening):
            url = url[:-1].rstrip(_PUNCTUATION)
    return url


def _unwrapped(url: str) -> str:
    """The link inside the one a mail filter has put around it, three layers at most."""
    for _layer in range(3):
        proofpoint = _PROOFPOINT.match(url)
        if proofpoint:
            url = re.sub(r"^https:/(?!/)", "https://", proofpoint.group(1))
            continue
        try:
            parts = urlsplit(url)
        except ValueError:
            return ""
        key = next((key for hosts, key in _WRAPPERS if hosts.fullmatch((parts.hostname or "").lower())), "")
        inner = parse_qs(parts.query).get(key, [""])[0] if key else ""
        if not inner:
            return url
        url = inner
    return url


def _meeting_id_in(url: str, service: str) -> str:
    path = urlsplit(url).path
    found = re.match(r"/(?:j|w|s|meet)/(\d{9,15})(?:/|$)", path) if service in (TEAMS, ZOOM) else None
    return found.group(1) if found else ""


def _phone(words: str) -> tuple[str, str]:
    """A Norwegian number when there is one, as it was written, and the number dialled after the commas."""
    numbers = [(" ".join(found.group(1).split()), found.group(2) or "") for found in _PHONE.finditer(words)]
    norwegian = [number for number in numbers if number[0].replace(" ", "").startswith("+47")]
    return (norwegian or numbers or [("", "")])[0]


def _first(pattern: re.Pattern[str], words: str) -> str:
    found = pattern.search(words)
    return found.group(1).strip() if found else ""


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
