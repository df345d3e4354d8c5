"""What came of a meeting, as those who had a part in it read it: agreements, follow-ups, and the groups' notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from meetings.after import since_last
from meetings.models import Agreement, FollowUp, Invitation, Meeting, NoteField, WorkGroup
from meetings.notes import used, writing

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from partnership.people.models import User

# A question, what each group wrote, and the names of those that wrote nothing.
Answers = list[tuple[str, list[tuple[WorkGroup, list[used.Line]]], list[str]]]


@dataclass(frozen=True)
class Reader:
    """Signed in, or with the invitation whose link was opened."""

    user: User | AnonymousUser | None = None
    invitation: Invitation | None = None

    def sees(self, meetings: list[Meeting]) -> set[int]:
        """Keys of those of them the reader knows of. At most a query a meeting."""
        if self.user is not None and self.user.is_authenticated:
            seen = Meeting.objects.visible_to(self.user).among([one.pk for one in meetings])
            return set(seen.values_list("pk", flat=True))
        if self.invitation is None:
            return set()
        sent = [one for one in meetings if not one.is_draft]
        return {one.pk for one in sent if since_last.had_part(one, [self.invitation])}


def agreements(meeting: Meeting) -> list[Agreement]:
    """In the order of the programme."""
    return list(Agreement.objects.of(meeting))


def follow_ups(meeting: Meeting, reader: Reader) -> list[FollowUp]:
    """Made in the meeting or standing on it, by date; ``moved_to`` is set for those that now stand on a later one the
    reader sees."""
    rows = list(FollowUp.objects.that_came_of(meeting).with_whose().select_related("item").order_by("due", "pk"))
    later = {one.meeting_id: one.meeting for one in rows if one.meeting_id != meeting.pk}
    seen = reader.sees(list(later.values())) if later else set()
    for one in rows:
        one.moved_to = later[one.meeting_id] if one.meeting_id in seen else None
    return rows


def notes(meeting: Meeting, *, marks: bool = False) -> Answers:
    """By question; empty when nobody has written anything. With ``marks``: what each line has become."""
    written = {
        (one.question_id or writing.CHALLENGE, one.group_id): one for one in NoteField.objects.of(meeting) if one.text
    }
    if not written:
        return []
    became = used.of_meeting(meeting) if marks else {}
    groups = list(WorkGroup.objects.of(meeting))
    questions = [(writing.CHALLENGE, meeting.challenge or _("Notes from the group"))]
    questions += [(one.pk, one.text) for one in meeting.questions.all()]
    return [
        (
            label,
            [(group, used.lines(written[key, group.pk], became)) for group in groups if (key, group.pk) in written],
            [group.name for group in groups if (key, group.pk) not in written],
        )
        for key, label in questions
    ]
