"""What else may be done with an idea, as links on its page: lesson, merging, passing on."""

from __future__ import annotations

from typing import Any

from ideas import has_any
from ideas.lessons import learning
from ideas.life.stages import Stage
from ideas.models import Idea
from ideas.permissions import can_merge, can_pass_on, can_write_lesson
from ideas.together import merging


def acts(user: Any, idea: Idea) -> dict[str, Any]:
    """For ``ideas/_together_acts.html``. ``lesson``: what has been learned, for everybody who may read it."""
    is_contact = can_merge(user, idea)
    lesson = getattr(idea, "lesson", None)
    # Whoever sees an idea sees its lesson; when it is withdrawn, what everybody reads.
    is_shown = lesson is not None and (lesson.is_public or idea.stage != Stage.WITHDRAWN)
    return {
        "lesson": lesson if is_shown else None,
        "may_write_lesson": lesson is None and learning.is_learned_from(idea) and can_write_lesson(user, idea),
        "may_merge": is_contact and idea.is_open,
        "undoable_merge": merging.newest_merge(idea) if is_contact else None,
        "may_pass_on": idea.is_open and can_pass_on(user, idea),
        "passing": has_any.of(idea, "passings").of_idea(idea) if is_contact else None,
        "came_from": idea.came_from if idea.came_from_id and is_contact else None,
    }
