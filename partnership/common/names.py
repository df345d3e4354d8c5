"""Names and addresses that anybody may write, and that the portal then puts into its own mails."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from partnership.common.named import person_name

LONGEST_ADDRESS = 254  # RFC 5321; what our columns hold
# What makes a mail program see a link or an address, or a reader something other than what is there.
_MISUSED = re.compile("[/:@]|www\\.", re.IGNORECASE)


def validate_name(value: str) -> None:
    """Raises ValidationError for what is no name but a way to write a link in somebody's mail."""
    person_name(value)
    if _MISUSED.search(unicodedata.normalize("NFKC", value)):
        raise ValidationError(_("Write only the name: no link, no address and none of / : @"), code="name")


def validate_address(value: str) -> None:
    """Raises ValidationError for what is no e-mail address, or one longer than there can be."""
    validate_email(value)
    if len(value) > LONGEST_ADDRESS:
        raise ValidationError(_("The e-mail address is too long."), code="too_long")
