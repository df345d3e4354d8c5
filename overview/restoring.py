"""After the database has been restored from a backup: nobody gets twice what left after the backup was made.

The restored outbox does not know of it. So everything that is due counts as perhaps sent, also what the portal sends
by itself (reminders, «Dette venter»), which is written first; a human sends again what the relay never saw.
"""

from __future__ import annotations

from django.db import transaction

from meetings.mailing import reminding
from partnership.mail import digest, outbox
from partnership.people import terms, yearly


@transaction.atomic
def hold_back_what_may_have_left() -> int:
    """Park every mail that is due; returns how many. No worker may run yet."""
    terms.carry_out_due_handovers()
    yearly.ask_the_silent()
    reminding.sweep()
    digest.send_due()
    return outbox.park_due(why="may have left before the database was restored")
