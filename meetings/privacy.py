"""What meetings hold about a person."""

from __future__ import annotations

from typing import Any

from meetings.models import Answer, Invitation
from partnership.people.models import User

ANSWER = ("reply", "source", "at", "comment")


def person_data(user: User) -> dict[str, list[dict[str, Any]]]:
    invitations = Invitation.objects.of(user).select_related("meeting")
    return {
        "invitations": [
            {
                "meeting": one.meeting.title,
                "start": one.meeting.start,
                "invited": one.invited_at,
                "answer": one.reply,
                "message": one.comment,
                "answered": one.replied_at,
            }
            for one in invitations
        ],
        "answers": [dict(row) for row in Answer.objects.filter(invitation__person=user).values(*ANSWER)],
    }
