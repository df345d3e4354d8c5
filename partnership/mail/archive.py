"""What a mail says, for those who look after the outbox: links and codes are masked.

The words are not kept. They are made again from what is true now, as a resend would, and the reader is told so.
"""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _

from partnership.mail import kinds
from partnership.mail.models import OutgoingMail

# A signed token as ``common.links`` makes it, wherever it stands in an address.
_TOKEN = re.compile(r"(?<=/)[0-9]+\.[0-9]+\.[A-Za-z0-9_-]{20,}")
MASK = "•••"


def shown(mail: OutgoingMail, reader: Any) -> str:
    """The text part as it would be sent today, as far as ``reader`` (a user) may see it, or why there is none."""
    kind = kinds.registry().get(mail.kind)
    if kind is None:
        return _("The portal no longer knows this kind of mail.")
    if kind.is_secret:
        return _("Mails with a sign-in code or link are not shown.")
    if not kind.may_be_read_by(reader, mail):
        return _("What this mail says is for the recipient.")
    message = kind.compose([mail])[mail.pk]
    if isinstance(message, kinds.Obsolete):
        return _("Not sent today: %(reason)s.") % {"reason": _(message.reason)}
    if isinstance(message, kinds.Broken):
        return _("Cannot be made: %(error)s") % {"error": message.error}
    text = _TOKEN.sub(MASK, f"{message.subject}\n\n{message.text}")
    for words in kind.hidden_from(reader, mail):
        text = text.replace(words, MASK)
    return text
