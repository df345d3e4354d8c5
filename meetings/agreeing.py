"""«Dette ble vi enige om»: one sentence at a time, in the order of the programme.

Verbs raise ``ValidationError`` with a sentence; nothing is then changed.
"""

from __future__ import annotations

from django.db import transaction

from meetings.day import following
from meetings.models import Agreement, Meeting, NoteField, ProgrammeItem
from partnership.people.models import User


@transaction.atomic
def agree(
    *, meeting: Meeting, text: str, by: User, item: ProgrammeItem | None = None, note: NoteField | None = None
) -> Agreement:
    """The same sentence from the same line is one agreement."""
    text = " ".join(text.split())[:500]
    if note is not None:
        same = Agreement.objects.filter(meeting=meeting, note=note, text=text).first()
        if same is not None:
            return same
    following.touch(meeting.pk)
    return Agreement.objects.create(meeting=meeting, text=text, by=by, item=item, note=note)


def remove(*, agreement: Agreement) -> None:
    agreement.delete()
