"""What every group is asked, at most five; what has been answered is not thrown away."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from meetings.day import following
from meetings.day.locking import of_day, of_groups
from meetings.models import GroupQuestion, Meeting, NoteField
from meetings.models.groups import MOST_QUESTIONS

MOST = MOST_QUESTIONS
LONGEST = 200


def fields(meeting: Meeting, typed: Sequence[str] = ()) -> list[str]:
    """A text for each place, empty where there is no question: what is saved says by its place which one it is."""
    by_order = {one.order: one.text for one in meeting.questions.all()}
    texts = typed or [by_order.get(order, "") for order in range(1, MOST + 1)]
    return [*texts, *[""] * MOST][:MOST]


@transaction.atomic
def save(*, meeting: Meeting, texts: Sequence[str]) -> None:
    """The texts in order; an empty one takes its question away. Raises ValidationError when a question that has been
    answered would go: its words can be changed instead."""
    day = of_day(meeting)
    if any(len(text) > LONGEST for text in texts):
        raise ValidationError(_("A question has at most %(n)s characters.") % {"n": LONGEST})
    by_order = {one.order: one for one in meeting.questions.all()}
    for order, text in enumerate(texts[:MOST], 1):
        row, words = by_order.get(order), " ".join(text.split())
        if row is None and words:
            GroupQuestion.objects.create(meeting=meeting, order=order, text=words)
        elif row is not None and words:
            row.text = words
            row.save(update_fields=["text"])
        elif row is not None:
            of_groups(meeting)
            if NoteField.objects.filter(question=row).exclude(text="").exists():
                words_now = {"question": row.text}
                raise ValidationError(_("Groups have answered «%(question)s». It stays.") % words_now)
            row.delete()
    for group_pk in day.meeting.groups.values_list("pk", flat=True):
        following.touch_sheet(group_pk)
