"""Addresses no mail goes to, since a receiver has refused them for good; and why a mail did not arrive, in words."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from partnership.mail.models import OutgoingMail, Suppression

# RFC 3463: what it is about, and the detail.
_ENHANCED = re.compile(r"[45]\.(\d{1,3})\.(\d{1,3})(?!\S)")
_NO_MAILBOX = (550, 551, 553)
_FULL = (422, 452, 552)


def lift(email: str) -> bool:
    """Let mail go to the address again; False when it was not blocked."""
    return Suppression.objects.filter(email=email.strip().lower()).delete()[0] > 0


def why(mail: OutgoingMail) -> str:
    """One sentence for somebody who is to put it right: the receiver's server speaks in codes."""
    if mail.state == OutgoingMail.State.UNCERTAIN:
        return _("We do not know whether the mail arrived: the connection was lost.")
    if mail.delivery == OutgoingMail.Delivery.BOUNCED:
        return _("The receiver sent the mail back.")
    code, said = mail.last_code, mail.last_error
    if code is None:
        blocked = Suppression.objects.filter(email=mail.to_email.lower()).first()
        if blocked is None:
            return _("The mail could not be sent.")
        code, said = _NO_MAILBOX[0], blocked.reason
    return _in_words(code, said)


def _in_words(code: int, said: str) -> str:
    found = _ENHANCED.search(said)
    about, detail = found.groups() if found else ("", "")
    if (about, detail) == ("2", "2") or (not about and code in _FULL):
        return _("The receiver's mailbox is full.")
    if about == "7":
        return _("The receiver's mail filter stopped the mail.")
    if about == "1" or (not about and code in _NO_MAILBOX):
        return _("The receiver says that the address does not exist.")
    if code < 500:
        return _("The receiver's mail server has not taken the mail for two days.")
    return _("The receiver refused the mail.")
