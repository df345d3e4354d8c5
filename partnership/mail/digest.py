"""«Dette venter»: at most one mail a day, on working days from half past seven (Oslo), only when something is new.

Nobody gets it while away: deputies get what is theirs to do, and the rest is told in the first one after the absence.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone, translation

from partnership.common import contributions, norwegian
from partnership.mail import outbox
from partnership.mail.models import Digest, MailPreference, Notice

KIND = "mail.digest"
FROM = dt.time(7, 30)
UNTIL = dt.time(16)


def send_due(now: dt.datetime | None = None) -> int:
    """Write today's digests; running it again sends nobody a second one."""
    moment = norwegian.local(now or timezone.now())
    if not norwegian.is_working_day(moment.date()) or not FROM <= moment.time() < UNTIL:
        return 0
    people = get_user_model()._default_manager.active().not_away(moment.date())
    people = people.with_current_role_or_among(contributions.without_role(moment.date()), moment.date())
    done = set(Digest.objects.filter(day=moment.date()).values_list("person", flat=True))
    return sum(_send(person, moment.date()) for person in people.exclude(pk__in=done))


def items(person: Any, day: dt.date) -> list[contributions.Waiting]:
    with translation.override(person.language):
        return [item for item in contributions.waiting(person, day) if item.belongs_in_mail(day)]


@transaction.atomic
def _send(person: Any, day: dt.date) -> int:
    amount = _amount(person)
    if amount == MailPreference.Amount.NEEDED or (amount == MailPreference.Amount.WEEKLY and day.weekday() != 0):
        return 0
    waiting = items(person, day)
    notices = list(Notice.objects.filter(person=person, mailed_at=None, seen_at=None))
    told = {key for keys in Digest.objects.filter(person=person).values_list("keys", flat=True) for key in keys}
    keys = [item.key for item in waiting] + [notice.key for notice in notices]
    if not set(keys) - told:
        return 0
    digest, is_new = Digest.objects.get_or_create(person=person, day=day, defaults={"keys": keys})
    if not is_new:
        return 0
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=timezone.now())
    return outbox.enqueue(
        [
            outbox.to_person(
                person,
                kind=KIND,
                subject_id=digest.pk,
                expires_at=norwegian.at(day + dt.timedelta(days=1), dt.time()),
            )
        ]
    )


def _amount(person: Any) -> str:
    preference = MailPreference.objects.filter(person=person).first()
    return preference.amount if preference else MailPreference.Amount.ALL
