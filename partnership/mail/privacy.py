"""Taking people out of the outbox and its records: that a mail was sent remains, not to whom."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Lower

from partnership.common import norwegian
from partnership.mail.models import Digest, MailPreference, Notice, OutgoingMail, SendAttempt, Suppression

NOBODY = "slettet@portal.invalid"
State = OutgoingMail.State


def erase(person: Any, addresses: set[str]) -> None:
    """``addresses`` in lower case: also mails from before the person had a sign-in."""
    to_address = OutgoingMail.objects.alias(lower_email=Lower("to_email")).filter(lower_email__in=addresses)
    _blank(OutgoingMail.objects.filter(pk__in=to_address.values("pk")))
    _blank(OutgoingMail.objects.filter(person=person))
    Suppression.objects.filter(email__in=addresses).delete()
    for model in (Notice, Digest, MailPreference):
        model._default_manager.filter(person=person).delete()


def forget(before: dt.date) -> None:
    """What was sent two years ago to anybody."""
    limit = norwegian.at(before, dt.time())
    _blank(OutgoingMail.objects.filter(created_at__lt=limit).exclude(to_email=NOBODY))
    Notice.objects.filter(created_at__lt=limit).delete()


def _blank(mails: QuerySet[OutgoingMail]) -> None:
    """What still waits is not sent; a mail being sent just now is left alone."""
    mails = mails.exclude(state=State.LEASED)
    SendAttempt.objects.filter(mail__in=mails).update(reply="")
    mails.filter(state=State.READY).update(state=State.EXPIRED)
    mails.update(to_name="", to_email=NOBODY, person=None, payload={}, last_error="", sent_subject="")
