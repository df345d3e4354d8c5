"""«Dette ble vi enige om»: one sentence at a time, in the order of the programme.

Verbs raise ``ValidationError`` with a sentence; nothing is then changed.
"""

from __future__ import annotations

from django.db import transaction

from meetings.day import following
from meetings.day.locking import of_day
from meetings.models import Agreement, Meeting, NoteField, ProgrammeItem
from partnership.people.models import User


@transaction.atomic
def agree(
    *, meeting: Meeting, text: str, by: User, item: ProgrammeItem | None = None, note: NoteField | None = None
) -> Agreement:
    """The same sentence of the same item is one: a press that came twice."""
    of_day(meeting)
    text = " ".join(text.split())[:500]
    same = Agreement.objects.filter(meeting=meeting, item=item, text=text).first()
    if same is not None:
        return same
    following.touch(meeting.pk)
    return Agreement.objects.create(meeting=meeting, text=text, by=by, item=item, note=note)


@transaction.atomic
def remove(*, agreement: Agreement) -> None:
    following.touch(agreement.meeting_id)
    agreement.delete()
