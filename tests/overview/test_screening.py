"""What the list for a request for access asks somebody to look at."""

from __future__ import annotations

import pytest

from overview.reports import screening
from tests.common.test_personal_numbers import ORDINARY


@pytest.mark.parametrize("parted", ["{} {}", "{}{}", "{}-{}", "{}.{}", "{} - {}"])
def test_a_national_identity_number_is_pointed_out_however_it_is_parted(parted):
    text = parted.format(ORDINARY[:6], ORDINARY[6:])

    assert "kanskje et fødselsnummer" in screening.in_words(screening.reasons(f"Gjelder {text}."))


def test_nothing_is_said_of_an_organisations_number():
    assert screening.reasons("Organisasjonsnummer 974 760 673") == []
