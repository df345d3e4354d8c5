"""What a kind of mail must answer: its words for many rows at once. Registered in ``settings.MAIL_KINDS``."""

from __future__ import annotations

import logging
import re
import secrets
from abc import ABC, abstractmethod
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape  # what Django's own calls, which is lazy about each value first
from typing import Any, ClassVar

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.template import Context, Engine, Template
from django.template.loader import get_template
from django.utils import translation

from partnership.common import contributions
from partnership.common.context import region
from partnership.mail.mime import CalendarPart, Message, one_line
from partnership.mail.models import OutgoingMail, Priority

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Obsolete:
    """The mail is no longer true, or no longer wanted: it is not sent."""

    reason: str


@dataclass(frozen=True)
class Broken:
    """The mail could not be made; the others of the batch go on."""

    error: str


@dataclass(frozen=True)
class Sender:
    """Shown as «<name>»; answers go to ``reply_to``. The address itself is always the portal's."""

    name: str
    reply_to: tuple[str, str] | None = None


_NO_WORD = re.compile(r"[^A-Za-z0-9._-]+")
_LIKE_AN_ADDRESS = re.compile(r'[@:,"<>]+')
LONGEST_SENDER = 15  # of the last word of a Feedback-ID
_MARKS = secrets.token_hex(8)
_MARK = re.compile(f"\ue000{_MARKS}[.]([0-9]+)\ue001")

Words = tuple[str, str, str]  # subject, text, html


class MailKind(ABC):
    """``template`` is a path without its ending: ``_subject.txt``, ``_body.txt`` and ``_body.html`` follow it."""

    name: ClassVar[str]
    label: ClassVar[Any]
    template: ClassVar[str]
    priority: ClassVar[int] = Priority.REMINDER
    # Officers may read it in the workroom, links masked; a kind about what not all of them see answers below.
    is_open: ClassVar[bool] = False
    one_a_day: ClassVar[bool] = False  # the portal's own, and can wait: see ``mail.one_a_day``
    # Stands for the recipient in the workroom, where who gets it is not for those who look after the outbox.
    recipient_in_words: ClassVar[Any] = ""
    is_secret: ClassVar[bool] = False  # holds a code or a link that signs somebody in: never shown, never sent again

    def may_be_read_by(self, reader: Any, row: OutgoingMail) -> bool:
        """Whether ``reader`` (a user who looks after the outbox) may see what the mail says."""
        return self.is_open and not self.is_secret

    def hidden_from(self, reader: Any, row: OutgoingMail) -> set[str]:
        """What is masked for ``reader`` in a mail they may otherwise read."""
        return set()

    @abstractmethod
    def contexts(self, rows: list[OutgoingMail]) -> dict[int, dict[str, Any] | Obsolete]:
        """What the templates need, by mail id, in at most six queries for fifty rows."""

    def calendar(self, row: OutgoingMail, context: dict[str, Any]) -> CalendarPart | None:
        return None

    def sender(self, row: OutgoingMail, context: dict[str, Any]) -> Sender:
        return Sender(settings.MAIL_FROM_NAME or region()["name"], ("", settings.CONTACT_EMAIL))

    def feedback(self, row: OutgoingMail, context: dict[str, Any]) -> tuple[str, ...]:
        """At most two words that receivers count complaints by, beside kind and portal: a meeting and its owner."""
        return ()

    def headers(self, row: OutgoingMail, context: dict[str, Any]) -> dict[str, str]:
        return {}

    # Context values that are one person's own text; where ``variant`` says that mails are otherwise alike, the
    # templates are rendered once for all of them and these are put in.
    personal: ClassVar[tuple[str, ...]] = ()

    def variant(self, context: dict[str, Any]) -> Hashable | None:
        """Equal for mails that differ in ``personal`` alone; None when each must be rendered by itself."""
        return None

    def compose(self, rows: list[OutgoingMail]) -> dict[int, Message | Obsolete | Broken]:
        """A finished mail for every row; one that fails does not take the others with it."""
        by_language: dict[str, list[OutgoingMail]] = {}
        for row in rows:
            by_language.setdefault(row.language, []).append(row)
        found: dict[int, Message | Obsolete | Broken] = {}
        for language, group in by_language.items():
            with translation.override(language):
                found |= self._compose(group)
        return found

    def _compose(self, rows: list[OutgoingMail]) -> dict[int, Message | Obsolete | Broken]:
        """Of one language, which is the active one."""
        contexts = self.contexts(rows)
        words = region()
        shared = {
            "portal_name": words["name"],
            "portal_full_name": words["full_name"],
            "portal_url": settings.PORTAL_URL,
            "is_demo": settings.IS_DEMO,
            "_shells": {},
        }
        found: dict[int, Message | Obsolete | Broken] = {}
        for row in rows:
            context = contexts.get(row.pk, Obsolete("what it was about is gone"))
            if isinstance(context, Obsolete):
                found[row.pk] = context
                continue
            try:
                found[row.pk] = self._message(row, shared | context)
            except (OperationalError, InterfaceError):
                raise  # the database, not the mail
            except Exception as error:
                log.exception("mail could not be composed", extra={"mail": row.pk, "kind": row.kind})
                found[row.pk] = Broken(f"{type(error).__name__}: {error}"[:500])
        return found

    def _message(self, row: OutgoingMail, values: dict[str, Any]) -> Message:
        subject, text, html = self._words(values)
        sender = self.sender(row, values)
        return Message(
            subject=subject,
            sender=(_shown(sender.name), settings.MAIL_FROM),
            recipient=(_shown(row.to_name), row.to_email),
            message_id=row.message_id,
            date=row.date,
            text=text,
            html=html,
            reply_to=sender.reply_to and (_shown(sender.reply_to[0]), sender.reply_to[1]),
            language=row.language,
            calendar=self.calendar(row, values),
            headers={"Feedback-ID": self._feedback_id(row, values)} | self.headers(row, values),
        )

    def _feedback_id(self, row: OutgoingMail, values: dict[str, Any]) -> str:
        """Kind first, the portal last and always the same, as large receivers ask for; nothing about the person."""
        words = (self.name, *self.feedback(row, values)[:2], settings.PORTAL_HOST[:LONGEST_SENDER])
        return ":".join(_NO_WORD.sub("-", word) for word in words)

    def _words(self, values: dict[str, Any]) -> Words:
        key = self.variant(values)
        if key is None:
            return self._render(values)
        shells: dict[Hashable, tuple[list[str], list[str], list[str]]] = values["_shells"]
        # A mark is true in a template's ``if``: what this person lacks is left as it is, and is a shell of its own.
        has = tuple(bool(values[name]) for name in self.personal)
        key = (key, has)
        if key not in shells:
            marks = {name: _mark(number) for number, name in enumerate(self.personal) if has[number]}
            subject, text, html = self._render(values | marks)
            shells[key] = (_MARK.split(subject), _MARK.split(text), _MARK.split(html))
        own = [str(values[name]) for name in self.personal]
        subject_parts, text_parts, html_parts = shells[key]
        escaped = [escape(value) for value in own]
        return one_line(_filled(subject_parts, own)), _filled(text_parts, own), _filled(html_parts, escaped)

    def _render(self, values: dict[str, Any]) -> Words:
        subject = one_line(_plain(f"{self.template}_subject.txt", values))
        values = values | {"subject": subject}
        text = _tidy(_plain(f"{self.template}_body.txt", values))
        return subject, text, get_template(f"{self.template}_body.html").render(values)


class RowMail(MailKind):
    """A mail about one row: ``subjects`` fetches a batch's rows, ``context`` says what the mail needs of its own."""

    @abstractmethod
    def subjects(self, pks: list[int]) -> Mapping[int, Any]:
        """By primary key; what is gone is left out."""

    @abstractmethod
    def context(self, mail: OutgoingMail, subject: Any) -> dict[str, Any] | Obsolete:
        """``subject`` is None when the row is gone."""

    def contexts(self, rows: list[OutgoingMail]) -> dict[int, dict[str, Any] | Obsolete]:
        found = self.subjects([row.subject_id for row in rows])
        return {row.pk: self.context(row, found.get(row.subject_id)) for row in rows}


def _shown(name: str) -> str:
    """A name beside an address; what looks like an address of its own, filters and readers take for one."""
    return one_line(_LIKE_AN_ADDRESS.sub(" ", name))


def with_hidden_recipient() -> list[str]:
    """The names of the kinds whose recipients stand in the workroom in ``recipient_in_words`` alone."""
    return [name for name, kind in registry().items() if kind.recipient_in_words]


def _mark(number: int) -> str:
    """Stands for a personal value. Not to be guessed: written in a place, it would put a link into the subject."""
    return f"\ue000{_MARKS}.{number}\ue001"


def _filled(parts: list[str], own: list[str]) -> str:
    """``parts`` as ``_MARK`` split them: every second one is the number of a personal value."""
    filled = parts.copy()
    filled[1::2] = [own[int(number)] for number in parts[1::2]]
    return "".join(filled)


@cache
def registry() -> dict[str, MailKind]:
    """Every kind by name. Raises ValueError when two share one."""
    found: dict[str, MailKind] = {}
    for kind in contributions.resolve("MAIL_KINDS"):
        if kind.name in found:
            raise ValueError(f"two mail kinds are called {kind.name}")
        found[kind.name] = kind()
    return found


def _plain(name: str, values: dict[str, Any]) -> str:
    """Plain text: nothing is escaped for HTML."""
    template: Template = Engine.get_default().get_template(name)
    return template.render(Context(values, autoescape=False))


def _tidy(text: str) -> str:
    """No more than one empty line in a row, none at the ends."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines) + "\n"
