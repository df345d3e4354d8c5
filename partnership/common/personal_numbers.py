"""Finding national identity numbers in what people write, so that none is stored.

Eleven digits, also parted by spaces, full stops, hyphens or slashes (at most three between two digits), with a day
that can be and both check digits right (weights 3-7-6-1-8-9-4-5-2 and 5-4-3-2-7-6-5-4-3-2, modulo 11). Also D-numbers
(day + 40), and invented ones as the tax administration and NAV use in tests (month + 40, + 65 or + 80): whoever
pastes such a one meant a real one.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from partnership.common.worded import Worded

# Looked for at every digit, so that a number beside others is found too.
_ELEVEN = re.compile(r"(?<!\d)(?=((?:\d[ \t\u00a0\u202f\u2010-\u2015.\-/]{0,3}){10}\d)(?!\d))")
# «01.04.2027 – 150»: a day with its century, and how many of something.
_DATE = re.compile(r"\d{2}[./-]\d{2}[./-](?:19|20)\d{2}\D")
_FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_MONTHS = (0, 40, 65, 80)


def holds_one(text: str) -> bool:
    found = (one for one in _ELEVEN.findall(text) if not _DATE.match(one))
    return any(_is_one([int(sign) for sign in one if sign.isdecimal()]) for one in found)


def none_in(value: str) -> None:
    """Raises ValidationError when ``value`` holds one; says what to do, not which it was."""
    if holds_one(value):
        raise ValidationError(
            _("This looks like a national identity number. Take it out: the text need not say who it is about."),
            code="national_identity_number",
        )


class WithoutNumbers(Worded):
    """A form that refuses them in whatever is written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.CharField):
                field.validators.append(none_in)


def _is_one(digits: list[int]) -> bool:
    day, month = digits[0] * 10 + digits[1], digits[2] * 10 + digits[3]
    if not (1 <= day <= 31 or 41 <= day <= 71) or not any(1 <= month - more <= 12 for more in _MONTHS):
        return False
    if all(one == other for one, other in pairwise(digits)):
        return False
    return _fits(digits, _FIRST) and _fits(digits, _SECOND)


def _fits(digits: list[int], weights: tuple[int, ...]) -> bool:
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=False)) % 11 == 0
