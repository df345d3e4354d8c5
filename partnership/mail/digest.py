"""«Dette venter»: at most one mail a day, on working days from half past seven (Oslo), only when something is new.

Nobody gets it while away: deputies get what is theirs to do, and the rest is told in the first one after the absence.
It gives way, until the next day, to another mail that may come but once a day (``one_a_day``).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone, translation

from partnership.common import contributions, norwegian, once
from partnership.mail import one_a_day, outbox
from partnership.mail.models import Digest, MailPreference, Notice

KIND = "mail.digest"
FROM = dt.time(7, 30)
UNTIL = dt.time(16)


def send_due(now: dt.datetime | None = None) -> int:
    """Write today's digests; running it again sends nobody a second one."""
    moment = norwegian.local(now or timezone.now())
    if not norwegian.is_working_day(moment.date()) or not FROM <= moment.time() < UNTIL:
        return 0
    day, monday = moment.date(), moment.date() - dt.timedelta(days=moment.weekday())
    people = get_user_model()._default_manager.active().not_away(day)
    people = people.with_current_role_or_among(contributions.without_role(day), day)
    got = Digest.objects.filter(day__gte=monday)
    left = list(_with_last(people.exclude(pk__in=got.filter(day=day).values("person"))))
    taken = one_a_day.taken([person.email for person in left], since=monday)
    this_week = set(got.values_list("person", flat=True))
    due = [one for one in left if _is_day_of(one, day, taken[one.email.lower()], had_one=one.pk in this_week)]
    with once.for_many():
        return sum(_send(person, day) for person in due)


def _with_last(people: Any) -> Any:
    """``told_last``: what the newest one of each held, None for who has had none."""
    newest = Digest.objects.filter(person=OuterRef("pk")).order_by("-day").values("keys")[:1]
    return people.select_related("mail_preference").annotate(told_last=Subquery(newest))


def _is_day_of(person: Any, day: dt.date, taken: set[dt.date], *, had_one: bool) -> bool:
    """Weekly is Mondays; when Monday is a holiday or taken by another mail, the first day after that is neither."""
    preference: MailPreference | None = getattr(person, "mail_preference", None)
    amount = preference.amount if preference else MailPreference.Amount.ALL
    if amount == MailPreference.Amount.NEEDED or day in taken:
        return False
    earlier = [day - dt.timedelta(days=back) for back in range(1, day.weekday() + 1)]
    has_had_chance = had_one or any(norwegian.is_working_day(one) and one not in taken for one in earlier)
    return amount != MailPreference.Amount.WEEKLY or not has_had_chance


def items(person: Any, day: dt.date) -> list[contributions.Waiting]:
    with translation.override(person.language):
        return [item for item in contributions.waiting(person, day) if item.belongs_in_mail(day)]


def _send(person: Any, day: dt.date) -> int:
    """Most days nothing is new for most people: that is found out without a transaction for each."""
    notices = _notices(person)
    keys = [item.key for item in items(person, day)] + [notice.key for notice in notices]
    return _write(person, day, keys, notices) if _has_news(person, set(keys)) else 0


def _has_news(person: Any, keys: set[str]) -> bool:
    """What waits still stood in the newest one, as a rule: only what did not is looked for in all of them."""
    fresh = keys.difference(person.told_last or ())
    return bool(fresh and fresh - _told(person))


@transaction.atomic
def _write(person: Any, day: dt.date, keys: list[str], notices: list[Notice]) -> int:
    one_a_day.lock([person.email])
    if day in one_a_day.taken([person.email], since=day)[person.email.lower()]:
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


def _notices(person: Any) -> list[Notice]:
    """Untold ones, also with many people to tell in one query."""
    untold = Notice.objects.filter(mailed_at=None, seen_at=None).order_by("pk")
    if not once.is_for_many():
        return list(untold.filter(person=person))
    return [notice for notice in once.read("notices", lambda: list(untold)) if notice.person_id == person.pk]


def _told(person: Any) -> set[str]:
    return {key for keys in Digest.objects.filter(person=person).values_list("keys", flat=True) for key in keys}
