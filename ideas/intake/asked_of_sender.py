"""What a sender's yes is wanted to: another municipality seeing the idea, everybody reading the lesson."""

from __future__ import annotations

from typing import Any

from ideas.lessons import learning
from ideas.models import Idea, Lesson, PassingOn


def section_for_sender(idea: Idea) -> dict[str, Any]:
    """For ``ideas/_asked_of_sender.html`` on the sender's page, as ``asked``; both are None when nothing is asked."""
    sender = learning.sender_to_ask(idea)
    passing, lesson = PassingOn.objects.of_idea(idea), Lesson.objects.of_idea(idea)
    return {
        "passing": passing if passing is not None and passing.sender_agreed_at is None else None,
        "lesson": lesson if lesson is not None and lesson.is_asked_of_sender else None,
        "token": sender.token() if sender else "",
    }
