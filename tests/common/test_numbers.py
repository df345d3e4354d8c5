"""A row's key, as an address or a form names it."""

from __future__ import annotations

import pytest

from partnership.common.numbers import key


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7), ("007", 7), ("0", 0), ("", 0), ("-7", 0), ("+7", 0), ("7 ", 0), ("7.0", 0), ("sju", 0), ("٧", 0),
        ("²", 0), ("7\x00", 0), ("1_000", 0), ("9" * 18, 10**18 - 1), ("9" * 19, 0), ("9" * 10_000, 0),
    ],
)  # fmt: skip
def test_only_plain_digits_that_fit_a_key_are_one(text, number):
    assert key(text) == number
