"""System checks: the addresses mail is sent with are addresses."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from partnership.mail import delivery, mime


@register()
def sender_addresses(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    for name, value in [("MAIL_FROM", settings.MAIL_FROM), ("MAIL_ENVELOPE_FROM", delivery.envelope_from("<a@b>"))]:
        try:
            mime.address(value)
        except mime.BadAddress as error:
            found.append(Error(f"{name} is no address to send from: {error}.", id="mail.E001"))
    return found
