"""Reading what the demo's mail server has kept."""

from __future__ import annotations

import email
import email.policy
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

SHOWN = 200
_NAME = re.compile(r"[0-9]{28}")


@dataclass(frozen=True)
class Line:
    """What a list shows of one mail."""

    name: str
    to: str
    subject: str
    received: datetime


@dataclass(frozen=True)
class Mail(Line):
    """One mail as received; ``raw`` is the bytes as text."""

    text: str
    html: str
    calendar: str
    raw: str


def newest(words: str = "") -> list[Line]:
    """The newest first; with ``words`` only those to or about them."""
    found = []
    for file in sorted(_folder().glob("[0-9]*.json"), reverse=True):
        line = _line(file) if _NAME.fullmatch(file.stem) else None
        if line and words in f"{line.to} {line.subject}".lower():
            found.append(line)
        if len(found) == SHOWN:
            break
    return found


def read(name: str) -> Mail | None:
    """One mail, or None for a name that is not one of ours."""
    if not _NAME.fullmatch(name):
        return None
    file = _folder() / name
    line = _line(file.with_suffix(".json"))
    if line is None:
        return None
    raw = file.with_suffix(".eml").read_bytes()
    message = email.message_from_bytes(raw, policy=email.policy.default)
    parts = {part.get_content_type(): part for part in message.walk() if not part.is_multipart()}

    def content(kind: str) -> str:
        part = parts.get(kind)
        return str(part.get_content()) if part is not None else ""

    return Mail(
        **vars(line),
        text=content("text/plain"),
        html=content("text/html"),
        calendar=content("text/calendar"),
        raw=raw.decode("utf-8", "replace"),
    )


def _line(file: Path) -> Line | None:
    """None when the mail has been forgotten meanwhile."""
    try:
        about = json.loads(file.read_text())
    except OSError:
        return None
    received = datetime.fromtimestamp(about["received"], UTC)
    return Line(file.stem, str(about["to"]), str(about.get("subject", "")), received)


def empty() -> None:
    for file in _folder().glob("[0-9]*"):
        if _NAME.fullmatch(file.stem):
            file.unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "mailbox"
