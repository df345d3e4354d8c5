"""What every test may use. Servers are started by ``tests/plugin.py`` before this is read."""

from __future__ import annotations

import logging
import socket

import pytest
from django.core.cache import cache
from hypothesis import HealthCheck, settings

from partnership.environment import Relay

# How long an example takes says how busy the machine is, and nothing of the code.
settings.register_profile("portal", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("portal")


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


class Sink:
    """A real SMTP server on a free port; ``mails`` holds (recipient, bytes) as received.

    An address beginning with «refused» gets 550, one beginning with «later» 451.
    """

    def __init__(self) -> None:
        self.mails: list[tuple[str, bytes]] = []
        self.connections = 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused"):
            return "550 5.1.1 no such user"
        if address.startswith("later"):
            return "451 4.7.1 try again"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((envelope.rcpt_tos[0], envelope.original_content))
        return "250 ok"

    def to(self, address: str) -> list[bytes]:
        return [content for recipient, content in self.mails if recipient == address]


@pytest.fixture(autouse=True)
def no_hold(settings):
    """Mails leave at once, and the invited see the meeting; tests of *Angre* give themselves the two minutes."""
    settings.MAIL_HOLD_SECONDS = 0


@pytest.fixture
def smtp_sink(settings):
    """Mail goes to this server for the length of the test."""
    from aiosmtpd.controller import Controller

    # Every line of the conversation: it hides what a failing test has to say.
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=_free_port())
    controller.start()
    settings.MAIL_RELAY = Relay("127.0.0.1", controller.port, "", "", "")
    yield sink
    controller.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
