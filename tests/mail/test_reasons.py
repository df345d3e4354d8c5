"""Why a mail did not arrive, in words."""

from __future__ import annotations

import pytest

from partnership.mail import reasons
from partnership.mail.models import OutgoingMail


def said(state: str, code: int | None = None, error: str = "", attempts: int = 1, delivery: str = "") -> str:
    return reasons.in_words(
        OutgoingMail(state=state, last_code=code, last_error=error, attempts=attempts, delivery=delivery)
    )


@pytest.mark.parametrize(
    ("state", "code", "error", "words"),
    [
        ("dead", 550, "5.1.1 no such user", "Mottakeren kjenner ikke adressen."),
        ("dead", 550, "no such user", "Mottakeren kjenner ikke adressen."),
        ("dead", 550, "550 5.1.1 no such user", "Mottakeren kjenner ikke adressen."),
        ("dead", 451, "4.3.0 later", "E-posttjenesten hos mottakeren har ikke tatt imot e-posten på to døgn."),
        ("dead", 552, "5.2.2 mailbox full", "Postkassen er full."),
        (
            "dead",
            554,
            "5.7.1 rejected as spam",
            "Serveren til mottakeren slipper den ikke inn, som med uønsket e-post.",
        ),
        ("dead", 554, "no", "Serveren til mottakeren avviste den."),
        ("dead", None, "ConnectionRefusedError: 111", "E-postserveren svarte ikke."),
        ("dead", None, reasons.BLOCKED, "Adressen er avvist før, og er sperret."),
        ("ready", 451, "4.3.2 later", "Serveren til mottakeren ba oss vente. Portalen prøver igjen."),
        ("uncertain", None, "lost", "Forbindelsen brøt mens den ble levert. Den kan ha kommet fram."),
        ("superseded", None, "the meeting is cancelled", "møtet er avlyst"),
        ("expired", None, "too late to be of use", "det er for sent"),
        ("sent", 250, "", ""),
        ("ready", None, "", ""),
    ],
)
def test_what_the_relay_said_is_told_in_words(state, code, error, words):
    assert said(state, code, error) == words


def test_a_mail_that_could_not_be_made_is_for_those_who_run_the_portal():
    assert said("dead", None, "KeyError: 'x'", attempts=0).startswith("Portalen klarte ikke å lage e-posten.")


def test_a_sent_mail_that_came_back_says_so():
    assert said("sent", 250, delivery="bounced") == "Den kom i retur."


def test_what_the_server_said_stands_beside_it_and_our_own_words_do_not():
    refused = OutgoingMail(last_error="550 5.1.1 no such user")
    blocked = OutgoingMail(last_error=reasons.BLOCKED)

    assert [reasons.said(refused), reasons.said(blocked)] == ["550 5.1.1 no such user", ""]
