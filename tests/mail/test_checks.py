"""A sender that is no address stops the start, not the mails."""

from __future__ import annotations

import pytest

from partnership.mail import checks


@pytest.mark.parametrize("address", ["foui@portal.example", "b+{token}@svar.example"])
def test_addresses_are_accepted(settings, address):
    settings.MAIL_ENVELOPE_FROM = address

    assert checks.sender_addresses(None) == []


@pytest.mark.parametrize("address", ["foui", "foui@portal.example\r\n", "b {token}@svar.example"])
def test_what_is_no_address_is_named(settings, address):
    settings.MAIL_ENVELOPE_FROM = address

    assert ["MAIL_ENVELOPE_FROM" in error.msg for error in checks.sender_addresses(None)] == [True]
