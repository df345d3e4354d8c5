"""Names and addresses that anybody may write, and that the portal then puts into its own mails."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

LONGEST_ADDRESS = 254  # RFC 5321; what our columns hold
# Line breaks, control characters, halves of characters, and those that turn the writing direction: a name with them
# reads as another.
_UNSEEN = {"Cc", "Cs", "Zl", "Zp"}
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# What makes a mail program see a link or an address, or a reader something other than what is there.
_MISUSED = re.compile("[/:@]|www\\.", re.IGNORECASE)

_LINK = re.compile(r"//|www\.|@|\w\.(?:no|com|net|org|eu|io|info|app|dev|co|se|dk|example)\b", re.IGNORECASE)


def person_name(value: str) -> None:
    """Refuses what cannot be seen in a name. Raises ValidationError."""
    if any(unicodedata.category(letter) in _UNSEEN or letter in _TURNING for letter in value):
        raise ValidationError(_("The name has signs that cannot be shown. Write it again, by hand."))


def validate_name(value: str) -> None:
    """Raises ValidationError for what is no name but a way to write a link in somebody's mail.

    For what a stranger or a guest writes; people the portal knows are held to ``person_name``.
    """
    person_name(value)
    if _MISUSED.search(unicodedata.normalize("NFKC", value)):
        raise ValidationError(_("Write only the name: no link, no address and none of / : @"), code="name")


def no_links(value: str) -> None:
    """Raises ValidationError for links, addresses and signs that cannot be seen in a text of several lines.

    For what one person writes and the portal sends to another in its own mail: a link there seems to be the portal's.
    """
    plain = unicodedata.normalize("NFKC", value)
    if any(letter not in "\r\n\t" and unicodedata.category(letter) in _UNSEEN for letter in value) or (
        _TURNING & set(value)
    ):
        raise ValidationError(_("The text has signs that cannot be shown. Write it again, by hand."))
    if _LINK.search(plain):
        raise ValidationError(_("Write without links and addresses. Send those yourself afterwards."), code="link")


def validate_address(value: str) -> None:
    """Raises ValidationError for what is no e-mail address, or one longer than there can be."""
    validate_email(value)
    if len(value) > LONGEST_ADDRESS:
        raise ValidationError(_("The e-mail address is too long."), code="too_long")
