"""Why a mail did not arrive, or has not left, in words for those who look after the outbox.

What the relay said stays beside it: the code and the text are for whoever runs the mail server.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from partnership.mail.models import OutgoingMail

State = OutgoingMail.State
BLOCKED = "the address has been refused before"
_ENHANCED = re.compile(r"\b[245]\.(\d{1,3})\.(\d{1,3})(?!\S)")  # RFC 3463


def in_words(mail: OutgoingMail) -> str:
    """Empty when there is nothing to explain."""
    if mail.state == State.SENT:
        return _("It came back.") if mail.delivery == OutgoingMail.Delivery.BOUNCED else ""
    if mail.state in (State.SUPERSEDED, State.EXPIRED):
        return _(mail.last_error) if mail.last_error else ""
    if mail.state == State.UNCERTAIN:
        return _("The line was lost while it was handed over. It may have arrived.")
    if mail.state == State.DEAD:
        return _given_up(mail)
    return _("%(reason)s The portal tries again.") % {"reason": _said(mail)} if mail.last_error else ""


def _given_up(mail: OutgoingMail) -> str:
    if mail.last_error == BLOCKED:
        return _("The address has been refused before, and is blocked.")
    if mail.last_code is None and mail.attempts == 0:
        return _("The portal could not make the mail. Tell those who run the portal.")
    if mail.last_code and mail.last_code < 500:
        return _("The receiver's mail server has not taken the mail for two days.")
    return _said(mail)


def said(mail: OutgoingMail) -> str:
    """The words of the server itself, when there were any."""
    return "" if mail.last_error == BLOCKED else mail.last_error


def _said(mail: OutgoingMail) -> str:
    """What the receiver's server answered with."""
    code, found = mail.last_code or 0, _ENHANCED.search(mail.last_error)
    about, detail = (found.group(1), found.group(2)) if found else ("", "")
    if code == 0:
        return _("The mail server did not answer.")
    if (about == "2" and detail == "2") or code in (452, 552):
        return _("The mailbox is full.")
    if about == "7":
        return _("The receiver's server does not let it in, as with unwanted mail.")
    if code < 500:
        return _("The receiver's server asked us to wait.")
    if about == "1" or (not about and code in (550, 551, 553)):
        return _("The receiver does not know the address.")
    return _("The receiver's server refused it.")
