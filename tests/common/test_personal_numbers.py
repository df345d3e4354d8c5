"""National identity numbers are found whatever they are written like; other numbers are left alone. All invented."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from partnership.common import personal_numbers


def number(first_nine: str) -> str:
    """With the check digits that make it valid."""
    digits = [int(sign) for sign in first_nine]
    first = -sum(a * b for a, b in zip(digits, (3, 7, 6, 1, 8, 9, 4, 5, 2), strict=True)) % 11
    digits.append(first)
    second = -sum(a * b for a, b in zip(digits, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=True)) % 11
    assert first < 10
    assert second < 10
    return first_nine + str(first) + str(second)


ORDINARY, D_NUMBER = number("010190121"), number("410190121")
NAV, TAX = number("014190124"), number("018190122")


@pytest.mark.parametrize("one", [ORDINARY, D_NUMBER, NAV, TAX, number("017790123")])
@pytest.mark.parametrize("written", ["{}", "Hun er {}.", "({})", "tlf 400 00 010, {} og mer"])
def test_a_number_is_found(one, written):
    assert personal_numbers.holds_one(written.format(one))


@pytest.mark.parametrize(
    "parted",
    [
        "{0}{1} {2}{3}", "{0} {1} {2} {3}", "{0}.{1}.{2} {3}", "{0}{1}{2}-{3}", "{0}{1}{2} - {3}", "{0}{1}{2}  {3}",
        "{0}{1}{2}\u2013{3}", "{0}{1}{2} / {3}", "{0}/{1}/{2}\t{3}",
    ],
)  # fmt: skip
def test_a_parted_number_is_found(parted):
    assert personal_numbers.holds_one(parted.format(ORDINARY[:2], ORDINARY[2:4], ORDINARY[4:6], ORDINARY[6:]))


@pytest.mark.parametrize(
    "text",
    [
        "", "Ring 400 00 010 eller 400 00 011", "Organisasjonsnummer 974 760 673", "Konto 1234 56 78903 99",
        "2026-11-27 12:30", ORDINARY[:10] + str((int(ORDINARY[10]) + 1) % 10), ORDINARY[:9], ORDINARY + "1",
        "01.12.2026 – 31.12.2026", "01.04.2027 – 150", "01.09.2027 – 100 elever",
        "02.06.2027: 250", "990 10 112 / 400 00 010", number("990190121"), number("011590121"), "00000000000",
    ],
)  # fmt: skip
def test_other_numbers_are_left_alone(text):
    assert not personal_numbers.holds_one(text)


def test_what_is_said_does_not_repeat_the_number():
    with pytest.raises(ValidationError) as refused:
        personal_numbers.none_in(f"Gjelder {ORDINARY}")

    assert ORDINARY not in str(refused.value)
