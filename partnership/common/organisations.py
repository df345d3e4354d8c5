"""Organisation numbers of the Norwegian register (Enhetsregisteret): nine digits, the last one checks the others."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)


def organisation_number(value: str) -> None:
    """Raises ValidationError for what is not nine digits, or whose last digit does not fit (modulus 11)."""
    if len(value) != 9 or not value.isascii() or not value.isdigit():
        raise ValidationError(_("Write the nine digits of the organisation number."))
    remainder = sum(int(digit) * weight for digit, weight in zip(value, _WEIGHTS, strict=False)) % 11
    # A remainder of 1 would want the digit 10: such numbers are not given out.
    if (11 - remainder) % 11 != int(value[8]):
        raise ValidationError(_("There is no such organisation number. Look whether a digit is wrong."))
