"""The SMTP connection mails leave through (RFC 5321), kept open over many mails."""

from __future__ import annotations

import contextlib
import enum
import re
import smtplib
import ssl
import time
from dataclasses import dataclass
from functools import cache

from django.conf import settings

from partnership.mail.mime import address

STEP_SECONDS = 10
# The answer to the content may take longer: some servers read it first.
ACCEPT_SECONDS = 30
# Nothing takes longer: a used connection that dies at the third command, a fresh one (connect, greeting, EHLO,
# STARTTLS, its handshake, EHLO, AUTH in two), three commands, the content and its answer.
LONGEST_ATTEMPT_SECONDS = (4 + 8 + 3 + 1) * STEP_SECONDS + ACCEPT_SECONDS
MAILS_PER_CONNECTION = 100
SECONDS_PER_CONNECTION = 60
HELO_NAME = "portal"
_ENHANCED = re.compile(r"[245]\.(\d{1,3})\.\d{1,3}(?!\S)")  # RFC 3463
_ABOUT_THE_ADDRESS = ("1", "2", "4")  # of the mailbox or the way to it; not of us (policy, protocol, content)


class Outcome(enum.StrEnum):
    SENT = "sent"
    LATER = "later"  # this one, not now (4xx)
    REFUSED = "refused"  # this address, never (5xx about the recipient)
    REJECTED = "rejected"  # this mail, never (5xx about the content, or policy): perhaps because of us
    STOPPED = "stopped"  # the relay takes nothing from us (5xx about the sender or the sign-in)
    DOWN = "down"  # no connection; the mail was not offered
    UNCERTAIN = "uncertain"  # lost after the content was handed over


@dataclass(frozen=True)
class Result:
    """``is_doubtful``: several of these in a row say more about us than about the recipients."""

    outcome: Outcome
    code: int | None = None
    reply: str = ""
    is_doubtful: bool = False

    @property
    def is_dead_address(self) -> bool:
        """The mailbox does not exist; not merely full, and not a matter of policy."""
        if self.outcome != Outcome.REFUSED:
            return False
        about = _subject(self.reply)
        return about == "1" if about else self.code in (550, 551, 553)


class Relay:
    """One connection, opened when first needed and renewed after many mails or a minute."""

    def __init__(self) -> None:
        self._smtp: smtplib.SMTP | None = None
        self._sent = 0
        self._opened = 0.0
        self._has_named_recipient = False
        self.connections = 0

    def __enter__(self) -> Relay:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def send(self, to: str, content: bytes, envelope_from: str) -> Result:
        """Hand one mail over. Never raises for what a server or network may do.

        A server that ends a used connection (421 after so many mails) is asked once more on a fresh one.
        """
        result, was_used = self._attempt(envelope_from, to, content)
        if was_used and result.outcome in (Outcome.DOWN, Outcome.STOPPED):
            self._drop()
            result, _was_used = self._attempt(envelope_from, to, content)
        if result.outcome == Outcome.DOWN and self._has_named_recipient:
            return Result(Outcome.LATER, result.code, result.reply, is_doubtful=True)
        return result

    def _attempt(self, sender: str, to: str, content: bytes) -> tuple[Result, bool]:
        """The result, and whether the connection had carried mails before."""
        self._has_named_recipient = False
        try:
            smtp = self._connection()
        except smtplib.SMTPResponseException as error:
            self._drop()
            outcome = Outcome.STOPPED if 500 <= error.smtp_code < 600 else Outcome.DOWN
            return Result(outcome, error.smtp_code, _text(error.smtp_error)), False
        except (OSError, smtplib.SMTPException) as error:
            return self._lost(Outcome.DOWN, error), False
        was_used = self._sent > 0
        try:
            refusal = self._offer(smtp, sender, to)
        except (OSError, smtplib.SMTPException) as error:
            return self._lost(Outcome.DOWN, error), was_used
        return refusal or self._hand_over(smtp, content), was_used

    def _offer(self, smtp: smtplib.SMTP, sender: str, to: str) -> Result | None:
        # The addresses are checked by ``mime.address``; smtplib's own commands would parse them once more.
        code, reply = smtp.docmd("MAIL", f"FROM:<{address(sender)}>")
        if not 200 <= code < 300:
            self._reset(smtp, code)
            return Result(Outcome.STOPPED if code >= 500 else Outcome.DOWN, code, _text(reply))
        self._has_named_recipient = True
        code, reply = smtp.docmd("RCPT", f"TO:<{address(to)}>")
        if not 200 <= code < 300:
            return self._refused(smtp, code, reply, is_recipient=True)
        code, reply = smtp.docmd("DATA")
        return self._refused(smtp, code, reply) if code != 354 else None

    def _hand_over(self, smtp: smtplib.SMTP, content: bytes) -> Result:
        try:
            smtp.send(_dotted(content))
            assert smtp.sock is not None
            smtp.sock.settimeout(ACCEPT_SECONDS)
            code, reply = smtp.getreply()
            smtp.sock.settimeout(STEP_SECONDS)
        except (OSError, smtplib.SMTPException) as error:
            return self._lost(Outcome.UNCERTAIN, error)
        if 200 <= code < 300:
            self._sent += 1
            return Result(Outcome.SENT, code, _text(reply))
        if not 400 <= code < 600:
            self._drop()
            return Result(Outcome.UNCERTAIN, None, _text(reply))
        return self._refused(smtp, code, reply)

    def close(self) -> None:
        if self._smtp is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._smtp.quit()
        self._drop()

    def _connection(self) -> smtplib.SMTP:
        worn = self._sent >= MAILS_PER_CONNECTION or time.monotonic() - self._opened > SECONDS_PER_CONNECTION
        if self._smtp is not None and worn:
            self.close()
        if self._smtp is None:
            self._smtp = _open()
            self._sent, self._opened = 0, time.monotonic()
            self.connections += 1
        return self._smtp

    def _refused(self, smtp: smtplib.SMTP, code: int, reply: bytes, *, is_recipient: bool = False) -> Result:
        words = _text(reply)
        self._reset(smtp, code)
        if code == 421:
            return Result(Outcome.DOWN, code, words)
        if code < 500:
            return Result(Outcome.LATER, code, words)
        about = _subject(words)
        if is_recipient and about in _ABOUT_THE_ADDRESS:
            return Result(Outcome.REFUSED, code, words)
        if is_recipient and not about and code in (550, 551, 552, 553):
            return Result(Outcome.REFUSED, code, words, is_doubtful=True)
        return Result(Outcome.REJECTED, code, words, is_doubtful=True)

    def _reset(self, smtp: smtplib.SMTP, code: int) -> None:
        """Ready for the next mail on the same connection, unless the server has said that it hangs up."""
        try:
            if code != 421:
                smtp.rset()
                return
        except (OSError, smtplib.SMTPException):
            pass
        self._drop()

    def _lost(self, outcome: Outcome, error: Exception) -> Result:
        self._drop()
        return Result(outcome, None, f"{type(error).__name__}: {error}"[:300])

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
        self._smtp = None


def _open() -> smtplib.SMTP:
    relay = settings.MAIL_RELAY
    smtp: smtplib.SMTP
    if relay.tls == "tls":
        smtp = smtplib.SMTP_SSL(relay.host, relay.port, HELO_NAME, timeout=STEP_SECONDS, context=_trust())
    else:
        smtp = smtplib.SMTP(relay.host, relay.port, HELO_NAME, timeout=STEP_SECONDS)
    smtp.ehlo_or_helo_if_needed()
    if relay.tls == "starttls":
        smtp.starttls(context=_trust())
        smtp.ehlo()
    if relay.username:
        smtp.login(relay.username, relay.password)
    return smtp


@cache
def _trust() -> ssl.SSLContext:
    """Read once: the system's list of authorities is long."""
    return ssl.create_default_context()


def _dotted(content: bytes) -> bytes:
    """Dot-stuffing and the end of the data (RFC 5321, 4.5.2); the content already has CRLF line ends."""
    if content.startswith(b"."):
        content = b"." + content
    content = content.replace(b"\r\n.", b"\r\n..")
    return content + (b".\r\n" if content.endswith(b"\r\n") else b"\r\n.\r\n")


def _subject(reply: str) -> str:
    """What the enhanced code is about: 1 address, 2 mailbox, 7 policy …; empty when there is none."""
    found = _ENHANCED.match(reply)
    return found.group(1) if found else ""


def _text(reply: bytes | str) -> str:
    words = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return " ".join(words.split())[:300]
