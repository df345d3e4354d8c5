"""A late idea: whoever it lies with is told, then the next in line, then the municipality's own leader, each once.

The row in ``Reminder``, unique for idea, level and date, is what makes it once: beats may come late, twice, or two at
a time. Holder and next in line are told in «Dette venter» (``ideas.waiting`` reads the rows); the leader by mail, one
a day for all the municipality's ideas.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from zlib import crc32

from django.db import transaction
from django.utils import timezone

from ideas import events
from ideas.late import overdue
from ideas.models import EventKind, Idea, Intake, Reminder
from ideas.whose.holding import lock
from partnership.common import links, norwegian
from partnership.mail import outbox

log = logging.getLogger(__name__)
TO_LEADER = "ideas.to_leader"
PURPOSE = "idea-leader"
# Nobody's leader is written to at night.
CLOCK = dt.time(8)
Level = Reminder.Level


def sweep(now: dt.datetime | None = None) -> int:
    """Tell whom is to be told today; returns how many reminders were written. One that fails stops no other."""
    moment = norwegian.local(now or timezone.now())
    on = moment.date()
    if not norwegian.is_answering_day(on):
        return 0
    count, for_leaders = 0, defaultdict[int, list[Idea]](list)
    late = Idea.objects.late(on).with_holder().with_reminders().order_by("pk")
    for case in overdue.cases(late, on):
        level = case.level(on)
        if level == Level.LEADER:
            for_leaders[case.idea.municipality_id].append(case.idea)
        elif level is not None:
            count += _safely(case.idea, partial(_remind, case.idea, level, moment))
    for place, intake in overdue.leaders(for_leaders).items():
        count += _safely(intake, partial(_tell_leader, intake, for_leaders[place], moment))
    return count


def _safely(about: Idea | Intake, step: Callable[[], int]) -> int:
    try:
        with transaction.atomic():
            return int(step())
    except Exception:
        name = f"{type(about).__name__} {about.pk}"
        log.exception("what is due for an idea could not be told", extra={"about": name})
        return 0


def _remind(idea: Idea, level: Level, moment: dt.datetime) -> bool:
    """Whether it was news; not when the idea has got another date, or was closed, since it was read."""
    stored = lock(idea)
    if not stored.is_open or stored.next_date != idea.next_date:
        return False
    _row, is_new = Reminder.objects.get_or_create(
        idea=stored, level=level, about=stored.next_date, defaults={"at": moment}
    )
    if is_new:
        events.record(stored, EventKind.REMINDED, by=None, reason=str(level.label), is_internal=True)
    return is_new


def _tell_leader(intake: Intake, ideas: list[Idea], moment: dt.datetime) -> int:
    """One mail a day: what comes to the leader later the same day waits for the next."""
    Intake.objects.select_for_update().get(pk=intake.pk)
    if Reminder.objects.to_leader_of(intake).on_day(moment.date()).exists():
        return 0
    count = sum(_remind(idea, Level.LEADER, moment) for idea in ideas)
    if count:
        outbox.enqueue(
            [
                outbox.Draft(
                    kind=TO_LEADER,
                    subject_id=intake.pk,
                    version=moment.date().toordinal(),
                    to_email=intake.leader_email,
                    to_name=intake.leader_name,
                    not_before=max(moment, norwegian.at(moment.date(), CLOCK)),
                )
            ]
        )
    return count


def token(reminder: Reminder, intake: Intake) -> str:
    """Opens what the leader sees of one idea. Another leader's address makes it useless."""
    return links.make(PURPOSE, reminder.pk, _version(intake))


def by_token(token: str) -> Reminder | None:
    """None when the link is forged or the municipality has named somebody else."""
    try:
        link = links.read(PURPOSE, token)
    except links.BadLink:
        return None
    found = Reminder.objects.to_leaders().with_idea().filter(pk=link.pk).first()
    if found is None or _version(Intake.objects.of(found.idea.municipality)) != link.version:
        return None
    return found


def _version(intake: Intake) -> int:
    return crc32(intake.leader_email.strip().lower().encode())
