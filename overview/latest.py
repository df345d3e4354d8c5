"""What others learned, for a first page: the lesson of the month, else the newest lesson or experience."""

from __future__ import annotations

from dataclasses import dataclass

from ideas.lessons import learning
from ideas.models import Lesson
from municipalities.models import Experience, Municipality


@dataclass(frozen=True)
class Latest:
    """One of the two, or neither."""

    lesson: Lesson | None = None
    experience: Experience | None = None

    @property
    def place(self) -> Municipality | None:
        if self.lesson:
            return self.lesson.idea.municipality
        return self.experience.municipality if self.experience else None


def to_show() -> Latest:
    lesson = learning.to_show()
    if lesson and lesson.is_of_month:
        return Latest(lesson=lesson)
    experience = Experience.objects.published().newest_first().select_related("municipality").first()
    if lesson and experience and experience.published_at and experience.published_at < lesson.at:
        return Latest(lesson=lesson)
    return Latest(experience=experience) if experience else Latest(lesson=lesson)
