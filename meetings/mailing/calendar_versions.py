"""Which version of a meeting a mail puts into one person's calendar (RFC 5546, 2.1.4; RFC 5545, 3.8.7.2 and 3.8.7.4).

A calendar keeps the highest SEQUENCE it has seen and ignores what is lower. Mails do not always leave in the order
they were decided in (an urgent message passes what is held or put off), so the version is counted when the mail
leaves, from what has left before it. ``Invitation.sequence`` is where the count begins.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable

from meetings.mailing.calendars import Version
from meetings.models import Invitation, Meeting
from meetings.planning import hosting
from meetings.querysets import InvitationQuerySet
from partnership.mail import outbox

A_SECOND = dt.timedelta(seconds=1)


def version(first: int, decided: dt.datetime, gone: list[dt.datetime]) -> Version:
    """Higher than that of every mail in ``gone``, in SEQUENCE and in DTSTAMP; equal for a mail that is tried again.

    DTSTAMP is the moment the mail was decided, unless one decided later has passed it.
    """
    if not gone:
        return Version(first, decided)
    return Version(first + len(gone), max(decided, max(gone) + len(gone) * A_SECOND))


def newest(invitation: Invitation) -> int:
    """The SEQUENCE of the last mail that has left, or perhaps left."""
    return invitation.sequence + max(0, outbox.number_gone(invitation.thread) - 1)


def begin_above_earlier(meeting: Meeting, rows: InvitationQuerySet) -> None:
    """An address that has had the meeting before, as invited or as host, counts on from there."""
    reached = above_withdrawn([meeting.pk])
    for address, count in outbox.decided_by_address([hosting.thread(meeting)])[hosting.thread(meeting)].items():
        reached[meeting.pk, address] += count
    again = list(rows.with_addresses(address for _meeting, address in reached)) if reached else []
    for row in again:
        row.sequence = max(row.sequence, reached[meeting.pk, row.email.lower()])
    Invitation.objects.bulk_update(again, ["sequence"], batch_size=1000)


def above_withdrawn(meetings: Iterable[int]) -> Counter[tuple[int, str]]:
    """By meeting and address in small letters: higher than all that withdrawn invitations have told, or will tell."""
    former = list(Invitation.objects.withdrawn_from(meetings).only("pk", "meeting_id", "email", "sequence"))
    if not former:
        return Counter()
    decided = outbox.decided_by_address([one.thread for one in former])
    began: defaultdict[tuple[int, str], int] = defaultdict(int)
    mails = Counter[tuple[int, str]]()
    for one in former:
        key = (one.meeting_id, one.email.lower())
        began[key] = max(began[key], one.sequence)
        mails[key] += sum(decided[one.thread].values())
    return Counter({key: began[key] + count for key, count in mails.items()})
