"""The SMTP connection mails leave through (RFC 5321), kept open over many mails."""

from __future__ import annotations

import contextlib
import enum
import smtplib
import ssl
import time
from dataclasses import dataclass
from functools import cache

from django.conf import settings

from partnership.mail.mime import address

TIMEOUT_SECONDS = 30
MAILS_PER_CONNECTION = 100
SECONDS_PER_CONNECTION = 60
HELO_NAME = "portal"


class Outcome(enum.StrEnum):
    SENT = "sent"
    LATER = "later"  # this one, not now (4xx)
    REFUSED = "refused"  # this address, never (5xx about the recipient)
    STOPPED = "stopped"  # the relay takes nothing from us (5xx about the sender or policy)
    DOWN = "down"  # no connection; the mail was not offered
    UNCERTAIN = "uncertain"  # lost after the content was handed over


@dataclass(frozen=True)
class Result:
    outcome: Outcome
    code: int | None = None
    reply: str = ""


class Relay:
    """One connection, opened when first needed and renewed after many mails or a minute."""

    def __init__(self) -> None:
        self._smtp: smtplib.SMTP | None = None
        self._sent = 0
        self._opened = 0.0
        self.connections = 0

    def __enter__(self) -> Relay:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def send(self, to: str, content: bytes) -> Result:
        """Hand one mail over. Never raises for what a server or network may do."""
        try:
            smtp = self._connection()
        except smtplib.SMTPResponseException as error:
            self._drop()
            return Result(Outcome.DOWN, error.smtp_code, _text(error.smtp_error))
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Result(Outcome.DOWN, None, f"{type(error).__name__}: {error}"[:300])
        return self._offer(smtp, to, content)

    def _offer(self, smtp: smtplib.SMTP, to: str, content: bytes) -> Result:
        try:
            # The addresses are checked by ``mime.address``; smtplib's own commands would parse them once more.
            code, reply = smtp.docmd("MAIL", f"FROM:<{address(settings.MAIL_ENVELOPE_FROM)}>")
            if code != 250:
                return self._refused(smtp, code, reply, is_recipient=False)
            code, reply = smtp.docmd("RCPT", f"TO:<{address(to)}>")
            if code not in (250, 251):
                return self._refused(smtp, code, reply, is_recipient=True)
            code, reply = smtp.docmd("DATA")
            if code != 354:
                return self._refused(smtp, code, reply, is_recipient=False)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Result(Outcome.DOWN, None, f"{type(error).__name__}: {error}"[:300])
        try:
            smtp.send(_dotted(content))
            code, reply = smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Result(Outcome.UNCERTAIN, None, f"{type(error).__name__}: {error}"[:300])
        if code == 250:
            self._sent += 1
            return Result(Outcome.SENT, code, _text(reply))
        return self._refused(smtp, code, reply, is_recipient=False)

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

    def _refused(self, smtp: smtplib.SMTP, code: int, reply: bytes, *, is_recipient: bool) -> Result:
        words = _text(reply)
        if code == 421:
            self._drop()
            return Result(Outcome.DOWN, code, words)
        try:
            smtp.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()
        if code < 500:
            return Result(Outcome.LATER, code, words)
        policy = words.startswith("5.7.")
        return Result(Outcome.REFUSED if is_recipient and not policy else Outcome.STOPPED, code, words)

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
        self._smtp = None


def _open() -> smtplib.SMTP:
    relay = settings.MAIL_RELAY
    smtp: smtplib.SMTP
    if relay.tls == "tls":
        smtp = smtplib.SMTP_SSL(relay.host, relay.port, HELO_NAME, timeout=TIMEOUT_SECONDS, context=_trust())
    else:
        smtp = smtplib.SMTP(relay.host, relay.port, HELO_NAME, timeout=TIMEOUT_SECONDS)
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


def _text(reply: bytes | str) -> str:
    words = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return " ".join(words.split())[:300]
