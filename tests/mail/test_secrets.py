"""A sign-in code stays in the outbox only as long as it may still be sent."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from partnership.mail import delivery, outbox
from partnership.mail.models import OutgoingMail
from partnership.people.signin import CODE
from tests import factories

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.servers]


def decide(email: str = "kari@kommune.example", **values: object) -> OutgoingMail:
    person = factories.person("Kari Vik")
    draft = outbox.Draft(
        kind=CODE, subject_id=person.pk, to_email=email, payload={"what": "code", "secret": "123456"}, **values
    )
    outbox.enqueue([draft])
    return OutgoingMail.objects.get(kind=CODE)


def ended(mail: OutgoingMail) -> tuple[str, str | None]:
    mail.refresh_from_db()
    return mail.state, mail.payload.get("secret")


def test_a_code_that_is_refused_is_wiped(smtp_sink):
    mail = decide("refused@kommune.example")
    delivery.deliver()

    assert ended(mail) == ("dead", None)


def test_a_code_that_is_to_be_tried_again_is_kept(smtp_sink):
    mail = decide("later@kommune.example")
    delivery.deliver()

    assert ended(mail) == ("ready", "123456")


def test_a_code_that_is_too_late_is_wiped(smtp_sink):
    mail = decide(expires_at=timezone.now() - dt.timedelta(seconds=1))
    delivery.deliver()

    assert ended(mail) == ("expired", None)


def test_a_code_that_is_overtaken_is_wiped():
    mail = decide(thread="code:1")
    outbox.supersede(threads=["code:1"])

    assert ended(mail) == ("superseded", None)
    assert mail.payload == {"what": "code"}


def test_a_code_that_perhaps_was_sent_and_is_given_up_is_wiped():
    mail = decide()
    past = timezone.now() - dt.timedelta(minutes=5)
    lost = {"state": "leased", "lease_owner": "00000000-0000-4000-8000-000000000001", "lease_until": past}
    OutgoingMail.objects.filter(pk=mail.pk).update(attempt_started_at=past, uncertain_count=1, **lost)
    delivery.recover()

    assert ended(mail) == ("uncertain", None)
