"""What is due for date polls: one reminder to the silent, the end of those whose dates have all been, and the guests
that are deleted. All idempotent."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from meetings.dates import asking
from meetings.models import AskedPerson, DatePoll
from partnership.common import norwegian
from partnership.mail import outbox

CLOCK = dt.time(9)
WORKING_DAYS_BEFORE = 1
KEPT = dt.timedelta(days=30)


def sweep(now: dt.datetime | None = None) -> int:
    """How many were reminded."""
    moment = norwegian.local(now or timezone.now())
    DatePoll.objects.not_ended().without_date_to_come().update(ended_at=timezone.now())
    if moment.time() < CLOCK or not norwegian.is_working_day(moment.date()):
        return 0
    due = DatePoll.objects.open().due_by(norwegian.add_working_days(moment.date(), WORKING_DAYS_BEFORE))
    return sum(_remind(poll, moment) for poll in due)


@transaction.atomic
def _remind(poll: DatePoll, moment: dt.datetime) -> int:
    """Once. Guests get a mail; who signs in finds it in «Dette venter» once more (the key there is another).

    Who was asked less than a working day ago has not been silent yet.
    """
    poll = asking.lock(poll)
    if not poll.is_open or poll.answer_by < moment.date():
        return 0
    a_day_ago = norwegian.at(norwegian.add_working_days(moment.date(), -1), moment.time())
    chosen = poll.asked.silent().not_reminded().asked_before(a_day_ago).select_related("person")
    rows = list(chosen)
    AskedPerson.objects.filter(pk__in=[one.pk for one in rows]).update(reminded_at=timezone.now())
    outbox.enqueue(asking.draft(one, poll, asking.REMINDER) for one in rows if one.person is None)
    return len(rows)


def delete_guests() -> int:
    """Names, addresses and marks of guests, thirty days after the poll ended; how many people."""
    gone = AskedPerson.objects.guests().in_polls_ended_before(timezone.now() - KEPT)
    count = gone.count()
    gone.delete()
    return count
