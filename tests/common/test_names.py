"""What may stand where a name is asked for: the portal mails it on."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from partnership.common import names


@pytest.mark.parametrize("name", ["Kari Vik", "Åse-Marit O’Brien", "Jon St. Olav jr.", "Ánte Joŋas", "Olaf d.y."])
def test_a_name_is_a_name(name):
    names.validate_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "Vinn penger på www.ond.example", "WWW.ond.example", "https://ond.example", "ond.example/vinn",
        "kari@ond.example", "Kari: les dette", "https：//ond.example", "kari＠ond.example", "Kari\r\nBcc",
        "Kari\x01", "Kari\u202eekrev", "\ud800",
    ],
)  # fmt: skip
def test_a_link_or_what_cannot_be_seen_is_no_name(name):
    with pytest.raises(ValidationError):
        names.validate_name(name)


def test_an_address_has_at_most_254_characters():
    # Four labels of 60 fit in a host name.
    host = ".".join(["a" * 60] * 4) + ".no"
    names.validate_address("k" * (253 - len(host)) + "@" + host)

    with pytest.raises(ValidationError):
        names.validate_address("k" * (254 - len(host)) + "@" + host)
